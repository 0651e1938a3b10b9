"""What every app stands on: accounts, authorities, rights, audit, files, jobs, search entries, panels.

Answers for: who may do what and where, and that each act leaves a line.
Not for: anything of the trade (plans, money, applications).
A library: every app may call any module of it; it calls none of them.
"""
