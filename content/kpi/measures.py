"""What is scored and what is counted for it: the ten indicators of 附件2 三 and the quantities behind them."""

from __future__ import annotations

from content.model.codes import Labelled


class Indicator(Labelled):
    """考核指标, in the order of the text."""

    NEW_EMPLOYMENT = "new_employment", "新增就业人数占比"
    HARDSHIP_AID = "hardship_aid", "困难人员帮扶"
    REFERRALS = "referrals", "推荐灵活就业"
    EMPLOYERS = "employers", "服务企业数量"
    POSTINGS = "postings", "发布岗位数"
    SERVICES = "services", "常态业务服务"
    TRAININGS = "trainings", "技能培训场次"
    FAIRS = "fairs", "招聘推介活动"
    SEEKER_SATISFACTION = "seeker_satisfaction", "求职者满意度"
    EMPLOYER_SATISFACTION = "employer_satisfaction", "企业满意度"


class Measure(Labelled):
    """One counted quantity; the last three are shown beside others and never scored."""

    NEWLY_EMPLOYED = "newly_employed", "新增就业人数"
    AIDED = "aided", "再就业帮扶人数"
    REFERRED = "referred", "推荐灵活就业人次"
    WORKSHOP = "workshop", "其中零工作坊人数"
    EMPLOYERS_SERVED = "employers_served", "服务个私民营企业家数"
    POSTED = "posted", "发布岗位个数"
    SERVED = "served", "常态业务人次"
    TRAININGS_HELD = "trainings_held", "技能培训场次"
    FAIRS_HELD = "fairs_held", "招聘推介场次"
    SEEKER_ANSWERS = "seeker_answers", "求职者有效答卷"
    SEEKERS_SATISFIED = "seekers_satisfied", "求职者满意答卷"
    EMPLOYER_ANSWERS = "employer_answers", "企业有效答卷"
    EMPLOYERS_SATISFIED = "employers_satisfied", "企业满意答卷"
    PLACED = "placed", "其中已上岗人次"
    VACANCIES = "vacancies", "岗位招聘人数"
    HARDSHIP_PERSONS = "hardship_persons", "台账中失业和就业困难人数"


# what an indicator counts; at the satisfactions the second is the whole of which the first is a share
MEASURES: dict[Indicator, tuple[Measure, ...]] = {
    Indicator.NEW_EMPLOYMENT: (Measure.NEWLY_EMPLOYED,),
    Indicator.HARDSHIP_AID: (Measure.AIDED,),
    Indicator.REFERRALS: (Measure.REFERRED, Measure.WORKSHOP),
    Indicator.EMPLOYERS: (Measure.EMPLOYERS_SERVED,),
    Indicator.POSTINGS: (Measure.POSTED,),
    Indicator.SERVICES: (Measure.SERVED,),
    Indicator.TRAININGS: (Measure.TRAININGS_HELD,),
    Indicator.FAIRS: (Measure.FAIRS_HELD,),
    Indicator.SEEKER_SATISFACTION: (Measure.SEEKERS_SATISFIED, Measure.SEEKER_ANSWERS),
    Indicator.EMPLOYER_SATISFACTION: (Measure.EMPLOYERS_SATISFIED, Measure.EMPLOYER_ANSWERS),
}

SHARES = (Indicator.NEW_EMPLOYMENT, Indicator.HARDSHIP_AID)  # of a figure of the county
SATISFACTIONS = (Indicator.SEEKER_SATISFACTION, Indicator.EMPLOYER_SATISFACTION)


class Column(Labelled):
    """Whose value it is (A3.21)."""

    OPERATOR = "operator", "填报数"
    VERIFIED = "verified", "核定数"
