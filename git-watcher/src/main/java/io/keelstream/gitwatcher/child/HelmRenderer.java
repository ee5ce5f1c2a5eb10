package io.keelstream.gitwatcher.child;

import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.application.RemoteChart;
import io.keelstream.gitwatcher.render.RenderRequest;
import io.keelstream.gitwatcher.render.RenderResult;
import io.keelstream.gitwatcher.render.Renderer;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.source.Wanted;
import io.keelstream.kubernetes.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Renders charts with {@code helm template}. Values come from the chart, then from {@code values-<target>.yaml} beside
 * them, or the target's files of values for a chart from elsewhere, then from the target's parameters. A chart is rendered twice: one with a different output each time would
 * rotate passwords at every commit, and is rejected. Thread-safe.
 */
final class HelmRenderer implements Renderer {

    private static final String NAME = "helm";

    private final Program program;
    private final ChildLimits limits;

    HelmRenderer(Program program, ChildLimits limits) {
        this.program = program;
        this.limits = limits;
    }

    @Override
    public String version() {
        return NAME + "/" + program.version();
    }

    @Override
    public List<Entry> inputs(RenderRequest request) {
        RemoteChart chart = request.target().chart();
        return chart == null
                ? ChartInputs.of(request.snapshot(), request.target().path()).entries()
                : RemoteValues.of(request.snapshot(), request.target(), chart).files();
    }

    @Override
    public List<Wanted> sources(RenderRequest request) {
        RemoteChart chart = request.target().chart();
        return chart == null
                ? ChartInputs.of(request.snapshot(), request.target().path()).sources()
                : List.of(chart.wanted());
    }

    @Override
    public boolean asksCluster(RenderRequest request) {
        return AskingChart.is(request);
    }

    @Override
    public RenderResult render(RenderRequest request) throws InterruptedException {
        try (WorkFolder work = WorkFolder.create()) {
            return switch (ChartLayout.of(request, work.tree())) {
                case ChartLayout.Refused(List<Problem> problems) -> new RenderResult.Refused(problems);
                case ChartLayout.Ready ready -> render(request, ready, work);
            };
        }
    }

    private RenderResult render(RenderRequest request, ChartLayout.Ready chart, WorkFolder work)
            throws InterruptedException {
        List<String> command = command(request, chart, work);
        ChildResult first = new Child(program.confinement(), limits).run(command, work);
        if (!(first instanceof ChildResult.Ended once) || once.exit() != 0) {
            return refused(first, request, chart, work);
        }
        ChildResult second = new Child(program.confinement(), limits).run(command, work);
        if (!(second instanceof ChildResult.Ended twice) || twice.exit() != 0) {
            return refused(second, request, chart, work);
        }
        RenderResult result = ChildRender.read(NAME, once.output(), chart.place());
        return once.output().equals(twice.output())
                ? result
                : UnstableRender.refusal(
                        "the chart", result, ChildRender.read(NAME, twice.output(), chart.place()), chart.place());
    }

    private static RenderResult refused(
            ChildResult result, RenderRequest request, ChartLayout.Ready chart, WorkFolder work) {
        ErrorPlaces places = new ErrorPlaces(work.tree(), chart.place(), Set.of());
        Problem problem = ChildRender.problem(NAME, "helm template", result, places);
        boolean unstated =
                request.cluster().kubeVersion().isEmpty() && problem.message().contains("requires kubeVersion");
        String remedy = unstated
                ? "; the version of cluster '" + request.target().cluster()
                        + "' is not known yet: set kubeVersion of the"
                        + " cluster in the installation, or --kube-version of the command"
                : "";
        return RenderResult.refused(new Problem(problem.reason(), problem.message() + remedy, problem.where()));
    }

    private List<String> command(RenderRequest request, ChartLayout.Ready chart, WorkFolder work) {
        List<String> command = new ArrayList<>(program.command());
        command.addAll(List.of(
                "template",
                request.application(),
                work.tree().resolve(chart.place()).toString(),
                "--namespace",
                request.target().namespace(),
                "--include-crds"));
        if (!request.cluster().kubeVersion().isEmpty()) {
            command.addAll(List.of("--kube-version", request.cluster().kubeVersion()));
        }
        request.cluster().apiVersions().forEach(each -> command.addAll(List.of("--api-versions", each)));
        chart.values()
                .forEach(each -> command.addAll(
                        List.of("--values", work.tree().resolve(each.path()).toString())));
        if (!request.target().parameters().isEmpty()) {
            ChartValues parameters = ChartValues.of(request.target().parameters());
            command.addAll(List.of("--values", file(parameters, work).toString()));
            parameters.numbers().forEach(each -> command.addAll(List.of("--set", each)));
        }
        return command;
    }

    private static Path file(ChartValues values, WorkFolder work) {
        Path file = work.file("parameters.json");
        try {
            Files.write(file, Json.write(values.tree()));
        } catch (IOException e) {
            throw new UncheckedIOException("the parameters of a render cannot be written", e);
        }
        return file;
    }
}
