package io.keelstream.gitwatcher.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages of kustomize 5.8.1 and helm 3.22.0, in which {@code hunter2} is the value that must not leave. */
class ToolFaultTests {

    @TempDir
    Path tree;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        loading KV pairs: literal sources [hunter2]: invalid literal source hunter2, expected key=value | a literal of a generator is not key=value
        configmap a illegally repeats the key `p` | a generator has the key 'p' twice
        configmap a illegally repeats the key `p hunter2` | a generator has a key twice
        loading KV pairs: file sources: [hunter2]: evalsymlink failure on '/t/hunter2' : lstat /t/hunter2: no such file or directory | a file or folder does not exist
        invalid Kustomization: json: cannot unmarshal string into Go struct field SecretArgs.secretGenerator.GeneratorArgs.KvPairSources.literals of type []string | 'literals' has a value of type string, which does not fit
        invalid Kustomization: json: cannot unmarshal number 4711 into Go struct field Image.images.newTag of type string | 'newTag' has a value of type number, which does not fit
        invalid Kustomization: json: unknown field "namePreffix" | unknown field 'namePreffix'
        invalid Kustomization: yaml: line 1: did not find expected node content | not valid YAML on line 1: did not find expected node content
        replace operation does not apply: doc is missing path: /data/q/r: missing value | a JSON patch does not apply: 'replace' at /data/q/r
        remove operation does not apply: Unable to remove nonexistent key: hunter2: missing value | a JSON patch does not apply: 'remove'
        testing value /stringData/p failed: test failed | a JSON patch does not apply: 'test' at /stringData/p
        trouble configuring builtin PatchTransformer with config: ` patch: 'hunter2: [' `: unable to parse SM or JSON patch from [patch: "hunter2: ["] | a patch is neither a strategic merge patch nor a JSON patch
        no resource matches strategic merge patch "Secret.v1.[noGrp]/z.[noNs]": no matches for Id Secret.v1.[noGrp]/z.[noNs]; failed to find unique target | a patch is for Secret z, which does not exist
        accumulating resources: accumulation err='merging resources from 'b.yaml': may not add resource with an already registered id: Deployment.v1.apps/a.b.shop': must build | Deployment a.b is defined twice
        accumulating resources from 'a.yaml': MalformedYAMLError: yaml: unknown anchor 'hunter2' referenced in File: a.yaml | not valid YAML: an alias has no anchor before it; quote the text if it is not an alias
        map[string]interface {}(nil): yaml: cannot decode !!str `hunter2` as a !!int | not valid YAML: a value does not fit its tag
        error converting YAML to JSON: yaml: mapping key "hunter2" already defined at line 3 | not valid YAML: a key is there twice, first on line 3
        accumulation err='accumulating resources from 'a.yaml': missing metadata.name in object {{v1 Secret} {{ } map[hunter2:x] map[]}}': must build at directory | an object has no metadata.name
        fieldPath `stringData.hunter2` is missing for replacement source Secret.[noVer].[noGrp]/a.[noNs] | a field of a replacement's source does not exist
        external plugins disabled; unable to load external plugin 'hunter2' | a generator or transformer is an external plugin; none is run
        execution error at (shop/templates/a.yaml:1:6): no hunter2 | the chart's own check failed ('fail' or 'required' of a template)
        template: shop/templates/a.yaml:1:13: executing "shop/templates/a.yaml" at <.Values.a.b>: nil pointer evaluating interface {}.hunter2 | a template reads a field of a value that is not set
        template: shop/templates/a.yaml:1:13: executing "shop/templates/a.yaml" at <.Values.a.b>: can't evaluate field hunter2 in type interface {} | a template reads a field that its value does not have
        template: shop/templates/a.yaml:1:6: executing "shop/templates/a.yaml" at <index .Values.p "hunter2">: error calling index: cannot index slice/array with type string | the function 'index' fails
        template: shop/templates/a.yaml:1:6: executing "shop/templates/a.yaml" at <tpl .Values.p .>: error calling tpl: cannot parse template "{{ hunter2 }}": template: gotpl:1: function "hunter2" not defined | 'tpl' fails: its text is not a valid template
        template: shop/templates/a.yaml:1:6: executing "shop/templates/a.yaml" at <include "hunter2" .>: error calling include: template: no template "hunter2" associated with template "gotpl" | a template includes another one that is not defined
        parse error at (shop/templates/a.yaml:1): function "hunter2" not defined | a template calls a function that does not exist
        parse error at (shop/templates/a.yaml:1): unterminated quoted string | a template is not valid: unterminated quoted string
        parse error at (shop/templates/a.yaml:1): bad character U+0068 'hunter2' | a template is not valid
        YAML parse error on shop/templates/a.yaml: error converting YAML to JSON: yaml: line 5: mapping values are not allowed in this context | not valid YAML on line 5: mapping values are not allowed in this context
        chart requires kubeVersion: >=9.0 which is incompatible with Kubernetes v1.34.0 | the chart requires kubeVersion: >=9.0, which is incompatible with Kubernetes v1.34.0
        An error occurred while checking for chart dependencies. You may need to run `helm dependency build` to fetch missing dependencies: found in Chart.yaml, but missing in charts/ directory: common, db | Chart.yaml has dependencies that are missing in charts/: common, db
        cannot load values.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go value of type map[string]interface {} | a value has the type string, which does not fit
        cannot load values.yaml: error converting YAML to JSON: yaml: something about hunter2 | not valid YAML
        """)
    void outputIsReducedToTheKindOfItsFault(String output, String kind) {
        assertThat(ToolFault.in("Error: " + output + "\n\nUse --debug flag to render out invalid YAML\n"))
                .contains(kind);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        at '/password': got string, want integer                | /password is of type string and must be of type integer
        at '/db/0/password': value must be 'hunter2'            | /db/0/password is not one of the allowed values
        at '/password': value must be one of 'a', 'hunter2'     | /password is not one of the allowed values
        at '/password': 'hunter2' does not match pattern '^z'   | /password does not match its pattern
        at '/password': minLength: got 7, want 30               | /password breaks 'minLength'
        at '/pin': maximum: got 4,711, want 5                   | /pin breaks 'maximum'
        at '/password': 'not' failed                            | /password does not fit 'not'
        at '/password': 'hunter2' is not valid email: hunter2   | /password has a wrong format
        at '': additional properties 'hunter2' not allowed      | the root has properties that are not allowed
        at '': missing property 'user'                          | the root lacks 'user'
        at '/a': anything else about hunter2                    | /a does not fit
        """)
    void valueThatDoesNotFitTheSchemaIsNamedByItsKeys(String line, String said) {
        assertThat(ToolFault.in(
                        "Error: values don't meet the specifications of the schema(s):\nshop:\n- " + line + "\n"))
                .contains("the values do not fit the chart's schema: " + said);
    }

    @Test
    void outputThatIsNotKnownSaysNothing() {
        assertThat(ToolFault.in("Error: hunter2 went wrong")).isEmpty();
        assertThat(ToolFault.in("")).isEmpty();
    }

    @Test
    void placeIsAFileThatIsAnInput() throws Exception {
        Files.createDirectories(tree.resolve("apps/shop/templates"));
        Files.writeString(tree.resolve("apps/shop/templates/a.yaml"), "");
        Files.writeString(tree.resolve("apps/shop/values.yaml"), "");
        ErrorPlaces places = new ErrorPlaces(tree, "apps/shop", Set.of("apps/gone.yaml"));

        assertThat(places.where("execution error at (shop/templates/a.yaml:1:6): x/templates/hunter2:7"))
                .isEqualTo("apps/shop/templates/a.yaml:1:6");
        assertThat(places.where("x at (shop/templates/hunter2:1:6)")).isEqualTo("apps/shop");
        assertThat(places.where("shop/templates/../../../../../etc/hostname")).isEqualTo("apps/shop");
        assertThat(places.where("cannot load values.yaml: hunter2")).isEqualTo("apps/shop/values.yaml");
    }

    @Test
    void namesOfValuesAndOfFilesThatHoldNoSecretAreRepeated() {
        ErrorPlaces places = new ErrorPlaces(tree, "shop", Set.of("apps/gone.yaml"));

        assertThat(places.about("at <eq .Values.db.user \"hunter2\">: at <include \"hunter2\" $.Values.x>: hunter2"))
                .isEqualTo(".Values.db.user, .Values.x");
        assertThat(places.about("lstat " + tree + "/apps/gone.yaml: no " + tree + "/apps/hunter2: such"))
                .isEqualTo("apps/gone.yaml");
    }
}
