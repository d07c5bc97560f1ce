package org.sterna.benchmarks.micro;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** The octets that the benchmarks work on. */
final class Samples {
    /** Octets of one operation where the benchmark reports operations per second: these are then MB/s. */
    static final int MEGABYTE = 1_000_000;
    /** What one read of a socket brings at most. */
    static final int CHUNK = 16 * 1024;

    private Samples() { }

    /** The text over and over, cut to a megabyte, its last line ended. */
    static byte[] megabyteOf(String text) {
        byte[] once = text.getBytes(ISO_8859_1);
        ByteArrayOutputStream octets = new ByteArrayOutputStream(MEGABYTE + once.length);
        while (octets.size() < MEGABYTE) {
            octets.writeBytes(once);
        }
        byte[] cut = Arrays.copyOf(octets.toByteArray(), MEGABYTE);
        cut[MEGABYTE - 3] = '.';                  // whatever stood here, a CR LF cut in two included
        cut[MEGABYTE - 2] = '\r';
        cut[MEGABYTE - 1] = '\n';
        if (cut[MEGABYTE - 4] == '\r') {
            cut[MEGABYTE - 4] = '.';
        }
        return cut;
    }

    /** Text lines as they are in mail; one of fourteen begins with a dot. */
    static String textLines() {
        return "Arctic terns fly from the Arctic to the Antarctic and back again every year.\r\n".repeat(13)
                + ".. and some of them twice, the observers say.\r\n";
    }

    /** A message of about 5 KB: a header section as it arrives after some hops, plain text beside HTML. */
    static byte[] message() {
        String header = """
                Received: from mx1.example.net (mx1.example.net [192.0.2.17])
                	by mail.example.org with ESMTPS id 7kq2v9x0001
                	for <jones@example.org>; Mon, 2 Nov 2026 09:41:12 +0100
                Received: from [192.0.2.201] (pool-201.example.net [192.0.2.201])
                	by mx1.example.net with ESMTPSA id 55ffab01
                	for <jones@example.org>; Mon, 2 Nov 2026 08:41:11 +0000
                DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.net; s=autumn;
                	h=from:to:cc:subject:date:message-id:mime-version:content-type;
                	bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;
                	b=dGhpcyBpcyBub3QgYSBzaWduYXR1cmUgYnV0IGl0IGlzIGFzIGxvbmcgYXMgb25lIHVzdWFsbHkgaXM=
                From: =?utf-8?Q?J=C3=BCrgen_Smith?= <smith@example.net>
                To: Jones <jones@example.org>, "Brown, A." <brown@example.org>
                Cc: terns@example.org
                Subject: =?utf-8?B?RGllIFNlZXNjaHdhbGJlbiBzaW5kIHp1csO8Y2s=?=
                Date: Mon, 2 Nov 2026 09:41:10 +0100
                Message-ID: <20261102.094110.4711@example.net>
                In-Reply-To: <20261101.220405.42@example.org>
                References: <20261030.1@example.org> <20261101.220405.42@example.org>
                MIME-Version: 1.0
                Content-Type: multipart/alternative; boundary="=_tern_8f14e45f"

                """;
        String parts = "--=_tern_8f14e45f\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
                + "Arctic terns fly from the Arctic to the Antarctic and back =E2=80=93 every year.\n".repeat(20)
                + "--=_tern_8f14e45f\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n<html><body>\n"
                + "<p style=3D\"color:#333\">Arctic terns fly from the Arctic to the Antarctic.</p>\n".repeat(25)
                + "</body></html>\n--=_tern_8f14e45f--\n";
        return (header + parts).replace("\n", "\r\n").getBytes(ISO_8859_1);
    }
}
