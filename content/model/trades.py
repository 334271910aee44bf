"""工种 of gig work: eleven groups, 93 trades (domain B9), with what the law and the hall need to know of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

# 组|名称; then one line a trade: code·名称·职业大类·usual pay·marks († not for 16–17, ☆ a certificate is asked for)
_GROUPS = {
    "A": "建筑搬运", "B": "维修安装", "C": "家政保洁", "D": "酒店餐饮", "E": "外卖快递运输", "F": "商超活动",
    "G": "直播电商", "H": "创意手工", "I": "工厂制造", "J": "农林养殖", "K": "社区安保",
}  # fmt: skip

_TRADES = """
A01·建筑小工·6·日结·† A02·砌筑瓦工·6·日结·† A03·抹灰工·6·日结·† A04·钢筋工·6·日结·† A05·模板木工·6·日结·†
A06·架子工·6·日结·†☆ A07·油漆粉刷·6·日结·† A08·贴砖工·6·平米·† A09·混凝土浇筑·6·日结·† A10·拆除工·6·包工·†
A11·装卸搬运·4·日结·† A12·搬家工·4·单·†
B01·水电维修·6·单·†☆ B02·空调安装·4·台·†☆ B03·家电维修·4·单· B04·管道疏通·4·单· B05·防水补漏·6·平米·†
B06·门窗安装·6·樘·† B07·家具安装·4·件· B08·开换锁·4·单·☆ B09·焊工·6·日结·†☆ B10·电动车维修·4·单·
B11·手机电脑维修·4·单· B12·广告牌安装·6·日结·†
C01·钟点保洁·4·小时· C02·开荒保洁·4·平米· C03·高空擦窗·4·平米·†☆ C04·家庭做饭·4·小时· C05·住家保姆·4·月·
C06·母婴护理·4·月·☆ C07·育婴·4·月·☆ C08·养老护理·4·日结· C09·病患陪护·4·日结· C10·接送托管·4·小时·
C11·收纳熨烫·4·小时·
D01·餐厅服务员·4·小时·☆ D02·洗碗传菜·4·小时·☆ D03·后厨配菜·4·日结·☆ D04·宴席厨师·4·场·☆ D05·客房服务·4·间·
D06·前台收银·4·小时· D07·红白喜事帮工·4·日结· D08·早餐摊帮工·4·小时·
E01·外卖骑手·4·单·† E02·快递员·4·件·† E03·快递分拣·4·小时· E04·仓库打包·4·件· E05·货车司机·6·趟·†☆
E06·代驾网约车·4·单·†☆ E07·跟车装卸·4·日结·† E08·理货员·4·小时·
F01·导购·4·日结· F02·促销派单·4·日结· F03·收银员·4·小时· F04·会展搭建·6·日结·† F05·礼仪主持·4·场·
F06·问卷访员·3·份·
G01·主播·4·小时·† G02·助播场控·4·小时· G03·短视频剪辑·2·条· G04·电商客服·4·小时· G05·电商美工·2·件·
G06·运营助理·4·月·
H01·平面设计·2·件· H02·摄影摄像·4·场· H03·文案录入·3·千字· H04·美发美甲·4·提成· H05·手工来料加工·6·件·
H06·才艺学科家教·2·小时·
I01·缝纫工·6·件· I02·电子装配·6·小时· I03·包装工·6·件· I04·质检·6·小时· I05·冲压注塑操作·6·小时·†
I06·食品加工·6·小时·☆ I07·茶叶加工·6·日结· I08·叉车司机·6·日结·†☆
J01·采茶·5·斤· J02·果蔬采摘·5·斤· J03·插秧收割·5·亩· J04·植保打药·5·亩·† J05·林木抚育·5·日结·†
J06·水产养殖捕捞·5·日结·† J07·畜禽养殖·5·月· J08·农机手·5·亩·†☆ J09·大棚种植·5·日结·
K01·保安员·4·班·†☆ K02·门卫值守·4·班·† K03·环卫保洁·4·月· K04·绿化养护·5·日结· K05·秩序引导·4·日结·
K06·停车管理·4·月· K07·公益性岗位·4·月·
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """One 工种: `group` is a letter A–K, `major` the 职业分类大典 major group, `usual_pay` the customary unit."""

    code: str
    name: str
    group: str
    major: int
    usual_pay: str
    minors: bool  # False where 16–17 may not do it (未成年工特殊保护规定 §3)
    certificate: bool  # True where a certificate or permit is asked for


@cache
def trades() -> dict[str, Trade]:
    """Return all trades by code, in the order of B9."""
    found = {}
    for token in _TRADES.split():
        code, name, major, usual, marks = token.split("·")
        found[code] = Trade(code=code, name=name, group=code[0], major=int(major), usual_pay=usual,
                            minors="†" not in marks, certificate="☆" in marks)  # fmt: skip
    return found


def trade_groups() -> dict[str, str]:
    """Return the eleven groups, letter to Chinese name, in the order of B9."""
    return dict(_GROUPS)
