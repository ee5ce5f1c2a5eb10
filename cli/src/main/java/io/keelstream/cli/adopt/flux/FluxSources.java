package io.keelstream.cli.adopt.flux;

import io.keelstream.cli.adopt.draft.Findings;
import io.keelstream.cli.adopt.draft.Origin;
import io.keelstream.cli.adopt.draft.Report;
import io.keelstream.cli.adopt.source.Fields;
import io.keelstream.cli.adopt.source.FoundObject;
import io.keelstream.cli.adopt.source.Sources;
import io.keelstream.kubernetes.object.Manifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sources that Flux reads, by name; what their fields are in the installation's file is a finding of each. */
final class FluxSources {

    static final String GROUP = "source.toolkit.fluxcd.io";

    private static final List<String> KINDS =
            List.of("GitRepository", "HelmRepository", "OCIRepository", "Bucket", "HelmChart", "ExternalArtifact");

    private final Map<String, GitSource> gitSources = new HashMap<>();
    private final Map<String, ChartSource> chartSources = new HashMap<>();

    /**
     * A GitRepository.
     *
     * @param address its address
     * @param ref the branch, tag, range or commit
     * @param report about it
     */
    record GitSource(String address, String ref, Report report) {}

    /**
     * Where charts come from.
     *
     * @param report about it
     * @param address of a HelmRepository or an OCIRepository
     * @param version that of an OCIRepository's chart; else empty
     * @param digest that of an OCIRepository's chart, where it is written; else empty
     */
    record ChartSource(Report report, String address, String version, String digest) {}

    FluxSources(Sources sources, Findings findings) {
        for (FoundObject found : sources.objects().objects()) {
            KINDS.stream().filter(kind -> found.is(GROUP, kind)).forEach(kind -> {
                Report report = new Report(new Origin(found.file(), found.line(), found.title()), findings);
                if (kind.equals("GitRepository")) {
                    git(found, report);
                } else if (kind.equals("HelmRepository") || kind.equals("OCIRepository")) {
                    charts(found, report);
                } else {
                    report.noCounterpart("", "not read by itself; each object that uses it says what becomes of it");
                }
            });
        }
    }

    /** A GitRepository; empty where it was not found. */
    Optional<GitSource> git(String namespace, String name) {
        return Optional.ofNullable(gitSources.get(namespace + "/" + name))
                .or(() -> Optional.ofNullable(gitSources.get("/" + name)));
    }

    /** A HelmRepository or an OCIRepository; null where it was not found. */
    @Nullable
    ChartSource charts(String kind, String namespace, String name) {
        return chartSources.get(kind + " " + namespace + "/" + name);
    }

    private void charts(FoundObject found, Report report) {
        Fields spec = new Fields(found.manifest().spec(), "spec", report)
                .known("interval", "timeout", "type", "layerSelector", "suspend", "ignore")
                .translated("insecure", "renderers.sources.hosts[].plain in the installation's file")
                .translated("passCredentials", "credentials are those of each host: renderers.sources.hosts[]")
                .translated("serviceAccountName", "renderers.sources.hosts[].credentials in the installation's file")
                .translated("secretRef", "renderers.sources.hosts[].credentials in the installation's file")
                .translated("certSecretRef", "renderers.sources.hosts[].certificate in the installation's file")
                .translated("proxySecretRef", "renderers.sources.hosts[].proxy in the installation's file")
                .noCounterpart("verify", "signatures of charts are not checked: write the digest of the chart");
        String provider = spec.text("provider").orElse("generic");
        if (!provider.equals("generic")) {
            report.translated(
                    spec.path("provider"),
                    "credentials of " + provider + ": renderers.sources.hosts[].exec in the installation's file");
        }
        Fields ref = spec.section("ref");
        String range = ref.text("semver").orElse("");
        ref.known("semverFilter");
        Manifest object = found.manifest();
        chartSources.put(
                object.kind() + " " + object.namespace() + "/" + object.name(),
                new ChartSource(
                        report,
                        spec.text("url").orElse(""),
                        ref.text("tag").filter(each -> range.isEmpty()).orElse(range),
                        ref.text("digest").orElse("")));
        spec.rest();
    }

    private void git(FoundObject found, Report report) {
        Fields spec = new Fields(found.manifest().spec(), "spec", report)
                .known("interval", "timeout", "gitImplementation")
                .translated("secretRef", "repositories[].credentials in the installation's file")
                .translated(
                        "ref",
                        "repositories[].ref in the installation's file: a branch, a tag, semver:RANGE or a commit")
                .translated("verify", "repositories[].verify in the installation's file: the allowed keys")
                .needsHand(
                        "ignore", "write it as .keelstreamignore into the folders that it is about, in the same syntax")
                .needsHand(
                        "suspend",
                        "holds back what Git says: see that it is what the cluster has before anything of it is"
                                + " approved")
                .translated(
                        "proxySecretRef", "repositories[].proxy in the installation's file, with its user and password")
                .translated("sparseCheckout", "repositories[].folders in the installation's file")
                .translated(
                        "recurseSubmodules",
                        "repositories[].submodules in the installation's file, and their hosts in"
                                + " renderers.sources.hosts")
                .needsHand("include", "copy what is included into the repository");
        String credentials = "repositories[].credentials in the installation's file, with a helper (exec) of the cloud";
        spec.translated("serviceAccountName", credentials);
        String provider = spec.text("provider").orElse("generic");
        if (!provider.equals("generic")) {
            report.translated(spec.path("provider"), credentials);
        }
        GitSource source = new GitSource(spec.text("url").orElse(""), ref(spec.section("ref")), report);
        spec.rest();
        gitSources.put(found.manifest().namespace() + "/" + found.manifest().name(), source);
        gitSources.putIfAbsent("/" + found.manifest().name(), source);
    }

    /** The first of them counts; Flux takes {@code master} where there is none. */
    private static String ref(Fields ref) {
        ref.known("commit", "name", "semver", "tag", "branch");
        return ref.text("commit")
                .or(() -> ref.text("name").map(each -> each.replaceFirst("^refs/(heads|tags)/", "")))
                .or(() -> ref.text("semver").map("semver:"::concat))
                .or(() -> ref.text("tag"))
                .or(() -> ref.text("branch"))
                .orElse("master");
    }
}
