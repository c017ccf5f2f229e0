"""Electronic signatures in files that leave the house: certificates, the keys behind them, signing and checking.

`signers`, `pdf` and `checking` load pyHanko, which takes two seconds: import them where somebody signs or checks.
"""
