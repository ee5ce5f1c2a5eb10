package io.keelstream.e2e.hostile;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Pieces of text that readers stumble over. */
final class HostileText {

    private static final List<String> ODD = List.of(
            "\u001b[2J\u001b]0;owned\u0007",
            "\u202egnp.exe",
            "\u2066\u200b\u2069",
            "\r\nREADY everything is fine",
            "\u0000",
            "\uFEFF",
            "\uD83D\uDE00",
            "%s%n%x",
            "${jndi:ldap://127.0.0.1/a}",
            "{{ .Values.x }}",
            "$(HOME)",
            "../../../../etc/passwd",
            "'; --",
            "\u2028\u2029",
            "a\u0301".repeat(200));

    private static final List<String> YAML = List.of(
            "*a",
            "&a ",
            "!!binary ",
            "!!java.net.URL ",
            "<<: ",
            "? ",
            "- ",
            "|\n",
            ">\n",
            "\t",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "'",
            "#",
            "---\n",
            "...\n",
            "%YAML 9.9\n",
            ": ",
            ",",
            "~",
            "0x",
            "\n",
            "\u0000",
            "\u0085",
            "@",
            "`");

    private HostileText() {}

    static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** A piece of text that does harm where it is printed or used as a name. */
    static String odd(Random random) {
        return one(random, ODD);
    }

    /** The document with some of its characters changed; lines that hold this part stay. */
    static String mutated(Random random, String document, String keep) {
        StringBuilder out = new StringBuilder();
        for (String line : document.split("(?<=\n)", -1)) {
            if (line.contains(keep) || random.nextInt(3) > 0) {
                out.append(line);
                continue;
            }
            StringBuilder changed = new StringBuilder(line);
            int hush = line.indexOf(HostileInput.HUSH);
            int free = hush < 0 ? line.length() : hush;
            int at = random.nextInt(free + 1);
            if (at < free && random.nextBoolean()) {
                changed.deleteCharAt(at);
            }
            changed.insert(Math.min(at, changed.length()), random.nextInt(4) == 0 ? odd(random) : one(random, YAML));
            out.append(changed);
        }
        return out.toString();
    }

    /** Any bytes. */
    static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
