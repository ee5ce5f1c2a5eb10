package io.keelstream.planner.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.desired.DesiredObject;
import io.keelstream.kubernetes.digest.CanonicalJson;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.yaml.YamlReader;
import io.keelstream.messaging.codec.PayloadJson;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A number of a body keeps its digits from Git to the cluster: through both JSON codecs, and for the digest. */
class NumbersPropertyTests {

    static List<String> telling() {
        return List.of(
                "0",
                "-0",
                "0.0",
                "-0.0",
                "0.1",
                "1.10",
                "1.0",
                "1e+06",
                "1E6",
                "1e22",
                "1e21",
                "123456789012345678",
                "9223372036854775807",
                "9223372036854775808",
                "-9223372036854775809",
                "18446744073709551616",
                "0.30000000000000004",
                "0.12345678901234567890",
                "3.141592653589793238462643383279502884197",
                "900719925474099.31e1",
                "10000000000000000000000000.5e1",
                "1e400",
                "-1e400",
                "1e-400",
                "4.9e-324",
                "1e-324",
                "1.7976931348623157e308",
                "1." + "3".repeat(900),
                "7".repeat(900),
                "1." + "3".repeat(993) + "e99");
    }

    @ParameterizedTest
    @MethodSource("telling")
    void boundaryNumberKeepsItsDigits(String text) {
        survivesKafka(text);
    }

    @Test
    void randomNumberKeepsItsDigits() {
        Random random = new Random(42);
        for (int i = 0; i < 5_000; i++) {
            survivesKafka(number(random));
        }
    }

    @Test
    void numberInYamlKeepsItsDigits() {
        Random random = new Random(43);
        for (int i = 0; i < 2_000; i++) {
            String text = number(random);
            Object body = new YamlReader()
                    .documents("n: " + text)
                    .orThrow()
                    .getFirst()
                    .value();
            assertThat(throughKafka(Map.of("body", body))).as(text).isEqualTo(Map.of("body", body));
        }
    }

    private static void survivesKafka(String text) {
        // Given
        Map<String, Object> body = Json.readObject("{\"n\":" + text + ",\"list\":[" + text + "]}");

        // When
        Map<String, Object> received = throughKafka(body);

        // Then
        assertThat(received).as(text).isEqualTo(body);
        assertThat(Json.writeText(received)).as(text).isEqualTo(Json.writeText(body));
        assertThat(CanonicalJson.of(received)).as(text).isEqualTo(CanonicalJson.of(body));
        assertThat(new BigDecimal(String.valueOf(received.get("n"))))
                .as(text)
                .isEqualByComparingTo(new BigDecimal(text));
        assertThat(Json.readObject(Json.write(received))).as(text).isEqualTo(body);
    }

    private static Map<String, Object> throughKafka(Map<String, Object> body) {
        DesiredObject sent = new DesiredObject(
                "ConfigMap/shop/a",
                "sha256:0",
                new DesiredObject.Origin("0".repeat(40), null, null, null),
                false,
                body);
        return PayloadJson.read(PayloadJson.write(sent), DesiredObject.class).body();
    }

    private static String number(Random random) {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "" : "-");
        text.append(random.nextInt(9) + 1);
        digits(text, random, random.nextInt(4) == 0 ? 30 : 6);
        if (random.nextBoolean()) {
            text.append('.').append(random.nextInt(10));
            digits(text, random, random.nextInt(4) == 0 ? 40 : 5);
        }
        if (random.nextInt(3) == 0) {
            text.append(random.nextBoolean() ? 'e' : 'E')
                    .append(List.of("", "+", "-").get(random.nextInt(3)))
                    .append(random.nextInt(random.nextInt(5) == 0 ? 400 : 30));
        }
        return text.toString();
    }

    private static void digits(StringBuilder text, Random random, int most) {
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.append(random.nextInt(10));
        }
    }
}
