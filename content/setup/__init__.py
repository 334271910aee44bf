"""`linggong setup`: what a box is, asked on its console; the questions are pure, the deeds apart."""
