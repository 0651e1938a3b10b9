"""The local exchange: who sells what in town, where and when, and what is asked for.

Answers for: sellers (from the register, claimed by their owner), their hours, listings of any kind
(a kind is a file), stock, baskets, orders paid at the merchant's, offers, reports of wrong listings.
Not for: money, which never passes through the authority; loyalty, vouchers and sourcing, not built.
Called by site, through actions, queries and models; the search index is the kernel's.
"""
