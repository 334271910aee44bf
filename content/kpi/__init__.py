"""The score of 附件2 as pure functions: facts and a county's rules in, points with their rows and the subsidy out."""
