package io.keelstream.gitwatcher.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of an unknown program's errors is published. */
class ErrorTextTests {

    @TempDir
    Path tree;

    @BeforeEach
    void inputs() throws IOException {
        write("shop/main.k", "password = \"correct horse\"\nschemaName = 1\n    token: hunter\n");
        write("lib/k.libsonnet", "{ stringData:: self.apiVersion }\n|||\n  trustnoone\n|||\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RUNTIME ERROR: Field does not exist: replicas | RUNTIME ERROR: Field does not exist: replicas | shop
            main.k:3:5-10 object <anonymous>              | shop/main.k:3:5-10 object <anonymous>        | shop/main.k:3:5-10
            ./main.k:(1:2)-(3:4) found                    | shop/main.k:(1:2)-(3:4) found                | shop/main.k:(1:2)-(3:4)
            ../lib/k.libsonnet:12 found                   | lib/k.libsonnet:12 found                     | lib/k.libsonnet:12
            cannot open "main.k" twice                    | cannot open "shop/main.k" twice              | shop
            couldn't use stringData or schemaName         | couldn't use stringData or schemaName        | shop
            """)
    void placesPlainWordsAndNamesStay(String errors, String message, String where) {
        assertThat(ErrorText.of(errors, tree, "shop")).isEqualTo(new ErrorText(message, where));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            got "correct horse" here              | got … here
            got correct horse here                | got … here
            got trustnoone here                   | got … here
            got hunter, not that                  | got …, not that
            got s3cret and dGhpc0lzQVNlY3JldA==   | got … and …==
            got 83741934 or -12                   | got … or -12
            got 'an open quotation                | got …
            got émile or пароль                   | got … or …
            """)
    void whatMayBeAValueIsLeftOut(String errors, String message) {
        assertThat(ErrorText.of(errors, tree, "shop").message())
                .isEqualTo(message + " (what may be a value is left out)");
    }

    @Test
    void folderOfTheRenderIsNeverNamed() {
        assertThat(ErrorText.of(tree + "/shop/main.k:7: wrong", tree, "shop"))
                .isEqualTo(new ErrorText("shop/main.k:7: wrong", "shop/main.k:7"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n \n", "83741934\n\"x\"\n"})
    void errorsWithoutWordsSaySo(String errors) {
        assertThat(ErrorText.of(errors, tree, "shop").message())
                .isEqualTo("what it writes can be a value, and is left out");
    }

    @Test
    void messageIsBounded() {
        String errors = "word ".repeat(10_000) + "\n" + "line\n".repeat(10_000);
        assertThat(ErrorText.of(errors, tree, "shop").message()).hasSizeLessThan(900);
    }

    @Test
    void whereTheInputsAreTooMuchToReadPlacesAloneStay() throws IOException {
        write("big", "x".repeat(9 << 20));

        assertThat(ErrorText.of("main.k:3 and hunter", tree, "shop").where()).isEqualTo("shop/main.k:3");
        assertThat(ErrorText.of("main.k:3 and hunter", tree, "shop").message()).doesNotContain("hunter");
    }

    private void write(String file, String content) throws IOException {
        Files.createDirectories(tree.resolve(file).getParent());
        Files.writeString(tree.resolve(file), content);
    }
}
