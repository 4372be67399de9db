"""A mail server for tests: aiosmtpd, with STARTTLS or TLS and with a password where it is told so.

What it does with a mail is said by the name before the @ of its recipient. Every line that it
prints is a JSON object: its port first, then each mail that it took.
"""

import argparse
import asyncio
import json
import logging
import ssl

from aiosmtpd.smtp import SMTP, AuthResult

logging.disable(logging.CRITICAL)
USER, PASSWORD = b"desk", b"canary-smtp-password"


def tell(**what):
    print(json.dumps(what), flush=True)


class Post:
    def __init__(self):
        self.cut = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name == "unknown":
            return f"550 5.1.1 <{address}>: no such user"
        if name == "greylisted":
            return "451 4.7.1 come back later"
        if name == "slow":
            await asyncio.sleep(600)
        if name == "hangs-up":
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        name = envelope.rcpt_tos[0].split("@")[0]
        if name == "spam":
            return "554 5.7.1 this looks like spam"
        if name == "full":
            return "452 4.2.2 the mailbox is full"
        tell(to=envelope.rcpt_tos[0], sender=envelope.mail_from, text=envelope.content.decode())
        if name == "silent":
            await asyncio.sleep(600)
        if name == "cut" or (name == "cut-once" and name not in self.cut):
            self.cut.add(name)
            server.transport.abort()
        return "250 kept"


def authenticate(server, session, envelope, mechanism, data):
    right = (data.login, data.password) == (USER, PASSWORD)
    return AuthResult(success=right, handled=False)


async def main():
    options = argparse.ArgumentParser()
    options.add_argument("--security", choices=["tls", "starttls", "none"])
    options.add_argument("--certificate")
    options.add_argument("--key")
    options.add_argument("--port", type=int, default=0)
    given = options.parse_args()
    context = None
    if given.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(given.certificate, given.key)
    starttls = given.security == "starttls"
    post = Post()

    def session():
        return SMTP(
            post,
            hostname="mail.test",
            tls_context=context if starttls else None,
            require_starttls=starttls,
            auth_required=given.security != "none",
            auth_require_tls=False,
            authenticator=authenticate,
        )

    around = context if given.security == "tls" else None
    server = await asyncio.get_running_loop().create_server(session, "127.0.0.1", given.port, ssl=around)
    tell(port=server.sockets[0].getsockname()[1])
    await server.serve_forever()


asyncio.run(main())
