// Django's token against forged requests.

/** Read anew for each request: a login in another tab changes it. */
export const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
