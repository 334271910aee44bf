"""Writes name_characters.json: for each syllable the characters of Chinese names; run by hand when the lists change.

First the surnames and given-name characters below, in that order, then the 3,755 characters of GB 2312 level 1 in
theirs; a character stands under its first reading, a surname also under the reading it has as one.

    python -m kiosk.input.build_name_characters
"""

from __future__ import annotations

import json
from pathlib import Path

from pypinyin import Style, lazy_pinyin

OUTPUT = Path(__file__).with_name("name_characters.json")
MOST = 24  # four rows of the panel

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟"
    "熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤檀章纪舒柯祝左岳殷施洪柳翟安倪尤阮辛耿温季盛仇单解查华詹柏俞涂储齐焦巴项佘凌霍虞"
    "支咎管卓裴路骆庞樊符饶宁关牛包葛游申甘聂鲁桂费鲍文欧梅喻裘褚丛窦屠芮桑宫米苗翁蒲宗甄邢麦凤瞿冉滕初银欧阳上官司马诸葛皇甫尉迟公慕容令狐端木檀"
)
_GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂梅红玲芬燕建国华丹萍鹏辉玉珍凤云飞荣志琴清春海波宁福生龙元全胜学祥才发武新利清彬富顺信子"
    "杰涛昌成康星光天达安岩中茂进林有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆磊民友裕河哲江超浩亮政谦亨奇固之轮翰朗伯宏言若鸣朋斌梁栋维"
    "启克伦翔旭鹏泽晨辰士以建家致树炎德行时泰盛雄琛钧冠策腾楠榕风航弘婷雪琳颖露瑶怡婵雁蓓纨仪荷丹蓉眉君琴蕊薇菁梦岚苑婕馨瑗琰韵融园艺咏卿聪澜"
    "纯毓悦昭冰爽琬茗羽希欣飘育滢馥筠柔竹霭凝晓欢霄枫芸菲寒伊亚宜可姬舒影荔枝丽阳妮宝贝初程梵罡恒鸿桦骅剑娇纪宽苛灵玛媚琪晴容睿烁堂唯威韦雯苇萱"
    "阅彦宇雨洋忠宗曼紫逸贤蝶菡绿蓝儿翠烟珠莲香月莺媛瑞凡佳嘉琼勤珊莎锦黛青倩丹璧璐娅琦晶妍茜秋钰煜烨昊轩涵梓萌俊豪铭皓鑫淼垚焱淑惠巧美慧凤洁"
    "根水木火土金银财旺来喜长寿满仓贵贤良义仁礼智信忠孝勤俭正直道理文章武斌尧舜禹汤芝菊兰桃杏梨枣柳杨槐柏松腊冬夏小大二三四五六七八九十"
)
_READ_AS_SURNAME = {"仇": "qiu", "单": "shan", "解": "xie", "查": "zha", "曾": "zeng", "任": "ren", "覃": "qin",
                    "尉": "yu", "翟": "zhai", "柏": "bai", "盖": "ge", "区": "ou", "缪": "miao"}  # fmt: skip


def level_1() -> str:
    """Return the characters of GB 2312 rows 16 to 55."""
    cells = (bytes((0xA0 + row, 0xA0 + cell)) for row in range(16, 56) for cell in range(1, 95))
    return "".join(cell.decode("gb2312", "ignore") for cell in cells)


def table() -> dict[str, str]:
    """Return syllable to characters, the likeliest first; ü is written v."""
    found: dict[str, list[str]] = {}
    for character in dict.fromkeys(_SURNAMES + _GIVEN + level_1()):
        syllables = {lazy_pinyin(character, style=Style.NORMAL, v_to_u=False)[0]}
        if character in _READ_AS_SURNAME:
            syllables.add(_READ_AS_SURNAME[character])
        for syllable in syllables:
            if len(found.setdefault(syllable, [])) < MOST:
                found[syllable].append(character)
    return {syllable: "".join(characters) for syllable, characters in sorted(found.items())}


if __name__ == "__main__":
    OUTPUT.write_text(json.dumps(table(), ensure_ascii=False, indent=0) + "\n", "utf8")
