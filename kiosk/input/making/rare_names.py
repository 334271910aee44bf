"""Characters of names that few keyboards offer, and how those without strokes in the data are put together."""

from __future__ import annotations

# character and the reading it has in names; surnames among them under the reading they have as one
_WRITTEN = """
㛃jie 䶮yan 亓qi 亶dan 仉zhang 仝tong 伋ji 佟tong 佶ji 佺quan 侃kan 侑you 俣yu 倓tan 倞jing 偲si 僖xi 儇xuan 冮gang
冼xian 凇song 劼jie 勍qing 勰xie 卞bian 厍she 哿ge 喆zhe 嘏gu 囡nan 垚yao 埕cheng 堃kun 堉yu 塬yuan 墉yong 夙su 奕yi
奭shi 妍yan 妘yun 妤yu 妫gui 姝shu 姣jiao 娉ping 娴xian 婧jing 婳hua 婵chan 媞ti 嫄yuan 嫣yan 嬿yan 孜zi 宓mi 岑cen
岚lan 岫xiu 峥zheng 崟yin 嵘rong 嵩song 嶷yi 庹tuo 弢tao 彣wen 彤tong 彧yu 忞min 忻xin 怿yi 恺kai 恽yun 悝kui 惇dun
愔yin 懿yi 旸yang 旻min 昀yun 昇sheng 昉fang 昕xin 昝zan 昱yu 晔ye 晖hui 晗han 晞xi 晟sheng 晢zhe 暄xuan 暐wei
曈tong 曌zhao 曦xi 栩xu 桢zhen 棣di 棪yan 槿jin 樾yue 欤yu 歆xin 毓yu 沄yun 沅yuan 沆hang 沚zhi 泓hong 泠ling 洺ming
浛han 浠xi 涔cen 涞lai 淇qi 淏hao 淦gan 淼miao 湉tian 湑xu 溦wei 滢ying 漪yi 潇xiao 潼tong 濛meng 濠hao 濮pu 瀚han
瀛ying 炅jiong 炆wen 炘xin 炜wei 烜xuan 烨ye 焓han 焱yan 煊xuan 煜yu 煦xu 熠yi 熹xi 燊shen 燏yu 燚yi 爔xi 犇ben
玟wen 玥yue 珅shen 珈jia 珝xu 珣xun 珩heng 珺jun 琀han 琇xiu 琎jin 琨kun 琬wan 琰yan 瑀yu 瑄xuan 瑢rong 璇xuan 璐lu
璎ying 璟jing 璠fan 璩qu 璿xuan 祎yi 祐you 祚zuo 祯zhen 祺qi 禛zhen 禤xuan 竑hong 竣jun 笙sheng 笪da 筠yun 箐qing
箬ruo 綦qi 缑gou 缦man 羿yi 翀chong 翊yi 翎ling 翯he 翾xuan 聿yu 芃peng 芊qian 芮rui 苠min 苡yi 茉mo 荻di 莙jun
菀wan 葳wei 蓁zhen 蔺lin 薏yi 蘅heng 虓xiao 衎kan 衍yan 袆hui 诒yi 谆zhun 谌chen 谞xu 谡su 谯qiao 赟yun 赪cheng 轶yi
迮ze 逄pang 逯lu 邈miao 邰tai 邴bing 郄qie 郏jia 郗chi 郦li 郯tan 酆feng 钊zhao 钘xing 钜ju 铉xuan 铖cheng 铠kai
锜qi 锟kun 锳ying 锴kai 镕rong 镠liu 闫yan 闳hong 闵min 阚kan 隗kui 隽jun 雯wen 霁ji 霏fei 霖lin 霭ai 靓jing 靳jin
韫yun 韬tao 頔di 颀qi 颉jie 颋ting 飏yang 飖yao 馥fu 骁xiao 骅hua 骉biao 骐qi 骞qian 骢cong 骥ji 鲲kun 鸢yuan 鸾luan
鹍kun 麒qi 麟lin 龑yan 𪟝ji 𫍯xian 𫖯fu 𬎆ying 𬱖di
"""

# 珺 is 王 beside 君: an operator of ideographic description (⿰ beside, ⿱ below), then its two parts; a digit behind a
# part leaves out that many of its first strokes (杨4 is 杨 without 木)
COMPOSED = {
    "㛃": "⿰女洁", "䶮": "⿱龙天", "冮": "⿰冫工", "勍": "⿰京力", "堉": "⿰土育", "妘": "⿰女云", "媞": "⿰女是",
    "嫄": "⿰女原", "嬿": "⿰女燕", "崟": "⿱山金", "弢": "⿰弓⿱屮又", "彣": "⿰文彡", "旸": "⿰日杨4",
    "晢": "⿱折日", "暐": "⿰日韦", "曌": "⿱明空", "棪": "⿰木炎", "沄": "⿰氵云", "浛": "⿰氵含", "淏": "⿰氵昊",
    "湑": "⿰氵胥", "炘": "⿰火斤", "燏": "⿰火矞", "燚": "⿱⿰火火⿰火火", "爔": "⿰火羲", "犇": "⿱牛⿰牛牛",
    "玥": "⿰王月", "珅": "⿰王申", "珝": "⿰王羽", "珣": "⿰王旬", "珺": "⿰王君", "琀": "⿰王含", "琇": "⿰王秀",
    "琎": "⿰王进", "瑀": "⿰王禹", "瑢": "⿰王容", "璟": "⿰王景", "璠": "⿰王番", "竑": "⿰立厷", "翀": "⿰羽中",
    "翯": "⿱羽高", "翾": "⿰睘羽", "芃": "⿱艹凡", "莙": "⿱艹君", "虓": "⿰九虎", "衎": "⿰彳⿰干亍",
    "袆": "⿰衤韦", "谞": "⿰讠胥", "赟": "⿱斌贝", "赪": "⿰赤贞", "钘": "⿰钅开", "锜": "⿰钅奇", "锳": "⿰钅英",
    "镠": "⿰钅⿱羽㐱", "頔": "⿰由页", "颋": "⿰廷页", "飏": "⿰风杨4", "骉": "⿱马⿰马马", "龑": "⿱龍天",
    "惇": "⿰忄享", "婳": "⿰女画", "伋": "⿰亻及", "旻": "⿱日文", "洺": "⿰氵名", "佺": "⿰亻全",
    "燊": "⿱⿱火⿰火火木", "偲": "⿰亻思", "倓": "⿰亻炎", "曈": "⿰日童", "晞": "⿰日希", "璿": "⿰王睿",
    "愔": "⿰忄音", "祐": "⿰礻右", "沚": "⿰氵止", "𪟝": "⿰责力", "𫍯": "⿰讠咸", "𫖯": "⿰兆页", "𬱖": "⿰由页",
}  # fmt: skip


def rare_names() -> dict[str, str]:
    """Return character to reading, by reading and then by code."""
    pairs = [(one[0], one[1:]) for one in _WRITTEN.split()]
    return dict(sorted(pairs, key=lambda pair: (pair[1], pair[0])))
