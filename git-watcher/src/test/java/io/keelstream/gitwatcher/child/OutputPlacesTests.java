package io.keelstream.gitwatcher.child;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a line of a renderer's output comes from. */
class OutputPlacesTests {

    private static final String LIST = """
        ---
        # Source: shop/templates/all.yaml
        apiVersion: v1
        kind: List
        metadata:
          name: all
        items:
        - apiVersion: v1
          kind: ConfigMap
          metadata:
            name: first
          data:
            list: |
              - not an item
            a: b
        - kind: Deployment
          spec:
            template:
              metadata: {name: inner}
              spec:
                containers:
                - name: app
                - name: side
          metadata: {name: second}
        # between
        -   metadata:
                labels: {name: no}
                name: third
            kind: Secret
        """;

    @ParameterizedTest
    @CsvSource({
        "3, ' of List all'",
        "6, ' of List all'",
        "8, ' of ConfigMap first'",
        "15, ' of ConfigMap first'",
        "16, ' of Deployment second'",
        "23, ' of Deployment second'",
        "24, ' of Deployment second'",
        "26, ' of Secret third'",
        "29, ' of Secret third'",
    })
    void lineOfAnItemIsOfTheItemsObject(int line, String object) {
        OutputPlaces places = new OutputPlaces(LIST, "shop");

        assertThat(places.object(line)).isEqualTo(object);
        assertThat(places.object(line)).isEqualTo(new OutputPlaces(LIST.indent(0), "").object(line));
        assertThat(places.file(line)).isEqualTo("shop/templates/all.yaml");
    }

    @ParameterizedTest
    @CsvSource({"9, ' of ConfigMap first'", "25, ' of Deployment second'", "30, ' of Secret third'"})
    void itemsMayBeIndentedAndFollowAnotherDocument(int line, String object) {
        String indented = "kind: Role\n" + LIST.replaceAll("(?m)^(  .*|-.*)(?<!---)$", "  $1");

        assertThat(new OutputPlaces(indented, "shop").object(line)).isEqualTo(object);
    }

    @Test
    void listThatIsPartOfAnObjectHasNoItems() {
        String role = "kind: Role\nrules:\n- verbs: [get]\n  kind: no\nmetadata:\n  name: reader\n";

        assertThat(new OutputPlaces(role, "shop").object(4)).isEqualTo(" of Role reader");
    }

    @Test
    void rootIsNamed() {
        assertThat(new OutputPlaces("kind: A", "").file(1)).isEqualTo(".");
        assertThat(new OutputPlaces("", "").object(1)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        metadata: {labels: {x: y}, annotations: {name: hunter2}, name: a} |  of Secret a
        metadata: {name: a, annotations: {name: hunter2}}                 |  of Secret a
        metadata: {annotations: {x: y, name: hunter2}}                    |  of Secret
        metadata: {annotations: {x: {name: hunter2}}, name: a             |  of Secret
        """)
    void nameIsThatOfTheObjectAndNotOfAnAnnotation(String metadata, String object) {
        assertThat(new OutputPlaces("kind: Secret\n" + metadata, "").object(1).strip())
                .isEqualTo(object.strip());
    }
}
