package io.keelstream.kubernetes.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.kubernetes.object.Manifest;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HookReaderTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            keelstream.io/hook       | pre-apply                | PRE_APPLY
            keelstream.io/hook       | post-apply               | POST_APPLY
            keelstream.io/hook       | pre-apply,post-apply     | PRE_APPLY,POST_APPLY
            argocd.argoproj.io/hook  | PreSync                  | PRE_APPLY
            argocd.argoproj.io/hook  | PostSync                 | POST_APPLY
            argocd.argoproj.io/hook  | Sync                     | SYNC
            keelstream.io/hook       | sync,on-failure          | SYNC,ON_FAILURE
            keelstream.io/hook       | canary                   | CANARY
            keelstream.io/hook       | canary-load,canary-check | CANARY_LOAD,CANARY_CHECK
            keelstream.io/hook       | on-failure               | ON_FAILURE
            argocd.argoproj.io/hook  | SyncFail                 | ON_FAILURE
            helm.sh/hook             | pre-install, pre-upgrade | PRE_INSTALL,PRE_UPGRADE
            helm.sh/hook             | post-install             | POST_INSTALL
            helm.sh/hook             | post-upgrade,test        | POST_UPGRADE
            helm.sh/hook             | pre-rollback,post-delete | PRE_ROLLBACK,POST_DELETE
            keelstream.io/hook       | pre-rollback,post-rollback | PRE_ROLLBACK,POST_ROLLBACK
            keelstream.io/hook       | pre-delete,post-delete   | PRE_DELETE,POST_DELETE
            argocd.argoproj.io/hook  | PreDelete,PostDelete     | PRE_DELETE,POST_DELETE
            """)
    void momentsOfAllDialectsAreKnown(String annotation, String written, String moments) {
        assertThat(HookReader.read(job(annotation, written)))
                .isInstanceOfSatisfying(
                        HookReading.Hook.class,
                        hook -> assertThat(hook.moments())
                                .isEqualTo(Arrays.stream(moments.split(",", -1))
                                        .map(Moment::valueOf)
                                        .collect(Collectors.toSet())));
    }

    @ParameterizedTest
    @CsvSource({"helm.sh/hook, test", "helm.sh/hook, 'test-success,test-failure'", "argocd.argoproj.io/hook, Skip"})
    void eventThatDoesNotOccurIsLeftOut(String annotation, String written) {
        assertThat(HookReader.read(job(annotation, written)))
                .isEqualTo(new HookReading.LeftOut(annotation + ": " + written));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            keelstream.io/hook      | before-lunch | canary, canary-check, canary-load, on-failure, post-apply, post-delete, post-rollback, pre-apply, pre-delete, pre-rollback, sync
            argocd.argoproj.io/hook | Sink         | postdelete, postsync, predelete, presync, sync, syncfail
            helm.sh/hook            | crd-install  | post-delete, post-install, post-rollback, post-upgrade, pre-delete, pre-install, pre-rollback, pre-upgrade
            """)
    void kindOfHookThatIsNotSupportedIsRefusedByName(String annotation, String written, String supported) {
        assertThat(HookReader.read(job(annotation, written)))
                .isInstanceOfSatisfying(
                        HookReading.Refused.class,
                        refused -> assertThat(refused.why())
                                .contains(annotation + ": " + written, "supported: " + supported));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            keelstream.io/hook-weight        | low   | a whole number
            keelstream.io/hook-delete-policy | later | before-create, failed, succeeded
            keelstream.io/hook-interrupt     | yes   | allow
            keelstream.io/hook-timeout       | 10    | 10m
            keelstream.io/barrier            | yes   | "true"
            """)
    void faultOfAnAnnotationSaysWhatToWrite(String annotation, String written, String remedy) {
        assertThat(HookReader.read(job("keelstream.io/hook", "pre-apply", annotation, written)))
                .isInstanceOfSatisfying(
                        HookReading.Refused.class,
                        refused -> assertThat(refused.why()).contains(annotation, written, remedy));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            argocd.argoproj.io/hook | Sync        | argocd.argoproj.io/sync-wave | -2 | -2
            keelstream.io/hook      | sync        | keelstream.io/wave           | 3  | 3
            keelstream.io/hook      | sync        | argocd.argoproj.io/sync-wave | 4  | 4
            argocd.argoproj.io/hook | Sync        | keelstream.io/wave           | 5  | 5
            keelstream.io/hook      | sync        | keelstream.io/hook-weight    | 6  | 6
            keelstream.io/hook      | pre-apply   | keelstream.io/wave           | 7  | 0
            """)
    void weightOfAHookOfAWaveIsItsWave(String annotation, String written, String name, String value, int weight) {
        assertThat(HookReader.read(job(annotation, written, name, value)))
                .isInstanceOfSatisfying(
                        HookReading.Hook.class,
                        hook -> assertThat(hook.weight()).isEqualTo(weight));
    }

    @Test
    void loadForACanaryHasNoTimeoutOfItsOwn() {
        assertThat(HookReader.read(job("keelstream.io/hook", "canary-load", "keelstream.io/hook-timeout", "1h")))
                .isEqualTo(new HookReading.Refused(
                        true,
                        "annotation keelstream.io/hook-timeout: load for a canary runs as long as its trial. Remove the"
                                + " annotation, or write activeDeadlineSeconds in the spec"));
    }

    @ParameterizedTest
    @CsvSource({"canary", "'pre-apply,canary-check'", "on-failure"})
    void onlyAHookBeforeInOrAfterTheApplyIsABarrier(String written) {
        assertThat(HookReader.read(job("keelstream.io/hook", written, "keelstream.io/barrier", "true")))
                .isInstanceOfSatisfying(
                        HookReading.Refused.class,
                        refused -> assertThat(refused.why())
                                .startsWith(
                                        "annotation keelstream.io/barrier: only a hook that runs before, while or"));
        assertThat(HookReader.read(job("keelstream.io/hook", "sync", "keelstream.io/barrier", "true")))
                .isInstanceOf(HookReading.Hook.class);
    }

    @Test
    void detailsAreThoseOfTheDialect() {
        assertThat(HookReader.read(job(
                        "helm.sh/hook", "pre-upgrade",
                        "helm.sh/hook-weight", "-5",
                        "helm.sh/hook-delete-policy", "before-hook-creation,hook-succeeded")))
                .isEqualTo(new HookReading.Hook(
                        Set.of(Moment.PRE_UPGRADE),
                        -5,
                        Set.of(Deletion.BEFORE_CREATE, Deletion.SUCCEEDED),
                        false,
                        null,
                        false));
        assertThat(HookReader.read(job(
                        "argocd.argoproj.io/hook", "PreSync",
                        "argocd.argoproj.io/sync-wave", "2",
                        "argocd.argoproj.io/hook-delete-policy", "HookFailed")))
                .isEqualTo(
                        new HookReading.Hook(Set.of(Moment.PRE_APPLY), 2, Set.of(Deletion.FAILED), false, null, false));
    }

    @Test
    void ownAnnotationsTakePrecedence() {
        assertThat(HookReader.read(job(
                        "helm.sh/hook", "post-upgrade",
                        "keelstream.io/hook", "pre-apply",
                        "keelstream.io/hook-interrupt", "allow",
                        "keelstream.io/barrier", "true",
                        "keelstream.io/hook-timeout", "90s")))
                .isEqualTo(new HookReading.Hook(
                        Set.of(Moment.PRE_APPLY),
                        0,
                        Set.of(Deletion.BEFORE_CREATE),
                        true,
                        Duration.ofSeconds(90),
                        true));
    }

    @Test
    void anyKindIsAHookButForACanaryAndOfPodsOnlyThoseThatEnd() {
        assertThat(HookReader.read(object("ConfigMap", "helm.sh/hook", "pre-install")))
                .isInstanceOf(HookReading.Hook.class);
        assertThat(HookReader.read(object("ConfigMap", "keelstream.io/hook", "canary")))
                .isInstanceOfSatisfying(
                        HookReading.Refused.class,
                        refused -> assertThat(refused.why()).contains("as hooks of a canary have to"));
        assertThat(HookReader.read(object("Pod", "helm.sh/hook", "pre-install")))
                .isInstanceOfSatisfying(
                        HookReading.Refused.class,
                        refused -> assertThat(refused.why()).contains("only Jobs"));
    }

    private static Manifest object(String kind, String annotation, String value) {
        return new Manifest(Map.of(
                "apiVersion",
                "v1",
                "kind",
                kind,
                "metadata",
                Map.of("name", "a", "annotations", Map.of(annotation, value))));
    }

    private static Manifest job(String... annotations) {
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < annotations.length; i += 2) {
            all.put(annotations[i], annotations[i + 1]);
        }
        return new Manifest(Map.of(
                "apiVersion", "batch/v1",
                "kind", "Job",
                "metadata", Map.of("name", "migrate", "annotations", all)));
    }
}
