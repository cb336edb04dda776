"""What a week brought, told for other places: an article for WeChat (公众号), posts for Weibo. Never a part of the site.

`week` reads the last public set, `article` and `posts` tell it. Individuals are counted and not told one by one: what is pasted
elsewhere outlives a withdrawal.
"""
