package io.keelstream.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages about content that may be secret name its place and what is wrong, and quote nothing but keys and paths. */
class SyntaxMessageTests {

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            a: *hunter2                    => an alias has no anchor before it
            a: !hunter2!x y                => a tag has a handle that is not declared
            a: "x\\hunter2"                => unknown escape
            a: "\\xhunter2"                => incomplete escape
            a: %hunter2                    => a character cannot begin a value
            a: b: hunter2                  => mapping values are not allowed here
            a: "hunter2                    => found unexpected end of stream
            a: [hunter2                    => expected ',' or ']'
            {a: hunter2]                   => expected ',' or '}'
            a: |hunter2                    => indicator behind | or >
            a: |2 hunter2                  => behind | or >
            a: &hun*ter2 x                 => an anchor or alias without a valid name
            """)
    void kindOfFaultIsSaidAndItsTextIsNot(String text, String kind) {
        assertThat(errors(text)).singleElement().satisfies(error -> {
            assertThat(error.message()).contains("not valid YAML", kind).doesNotContain("unter2", "hun");
            assertThat(error.line()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{hunter2, hunter2}",
                "{x: hunter2, password hunter2, password hunter2}",
                "{'password: hunter2': 1, 'password: hunter2': 2}",
                "{? hunter2\n: , ? hunter2\n: }",
                "{a: {pass word hunter2: {b: 1, b: 2}}}",
            })
    void keyThatMayBeAValueIsWithheld(String text) {
        assertThat(errors(text))
                .isNotEmpty()
                .allSatisfy(error -> assertThat(error.message())
                        .contains("duplicate key", Quotable.WITHHELD)
                        .doesNotContain("hunter2"));
    }

    @Test
    void keysAreNamed() {
        assertThat(errors("{a.b/c-d: {e_f: 1, e_f: 2}}"))
                .extracting(YamlError::message)
                .containsExactly("duplicate key 'a.b/c-d.e_f'; remove one");
    }

    @ParameterizedTest
    @CsvSource({
        "../base/a.yaml, ../base/a.yaml",
        "https://user:hunter2@example.com/x?token=hunter2, https://example.com/x",
        "https://hunter2@example.com/x, https://example.com/x",
        "git@example.com:x/y.git?ref=main, git@example.com:x/y.git",
        "password=hunter2, (withheld)",
        "password hunter2, (withheld)",
    })
    void pathIsRepeatedWithoutPasswordAndQuery(String text, String shown) {
        assertThat(Quotable.path(text)).isEqualTo(shown);
    }

    private static List<YamlError> errors(String text) {
        List<YamlError> errors = new ArrayList<>();
        YamlFile.document(text.getBytes(StandardCharsets.UTF_8), errors::add);
        return errors;
    }
}
