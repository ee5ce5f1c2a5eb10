package io.keelstream.gitwatcher.child;

import io.keelstream.contracts.problem.Reason;
import io.keelstream.contracts.revision.Problem;
import io.keelstream.gitwatcher.application.RemoteChart;
import io.keelstream.gitwatcher.render.RenderRequest;
import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import io.keelstream.gitwatcher.source.Content;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A chart with everything that it depends on, written into a folder for helm: one of the repository, or one from elsewhere. */
sealed interface ChartLayout {

    /**
     * It can be rendered.
     *
     * @param place the chart's folder inside the folder that everything was written into
     * @param values files of values beside the chart's own, in that folder; the last one counts most
     */
    record Ready(String place, List<Entry> values) implements ChartLayout {}

    /** It cannot, and why. */
    record Refused(List<Problem> problems) implements ChartLayout {}

    /** Writes the chart of a target. */
    static ChartLayout of(RenderRequest request, Path tree) {
        RemoteChart chart = request.target().chart();
        return chart == null ? own(request, tree) : remote(request, chart, tree);
    }

    private static ChartLayout own(RenderRequest request, Path tree) {
        String path = request.target().path();
        ChartInputs chart = ChartInputs.of(request.snapshot(), path);
        if (chart.entries().isEmpty()) {
            return new Refused(List.of(
                    Reason.PATH_NOT_FOUND.problem(path + " is not a folder; objects deployed from it stay", path)));
        }
        List<Problem> problems = new ArrayList<>(chart.problems());
        chart.sources().stream().filter(request::misses).map(request::missing).forEach(problems::add);
        if (problems.isEmpty()) {
            problems.addAll(InputTree.write(request.snapshot(), chart.entries(), tree));
        }
        if (problems.isEmpty()) {
            chart.write(request.contents(), tree);
            problems.addAll(chart.place(tree));
        }
        if (problems.isEmpty()) {
            problems.addAll(ChartFolder.prepare(tree));
        }
        if (problems.isEmpty()) {
            problems.addAll(chart.others(tree));
        }
        Entry values = request.snapshot()
                .find(Paths.join(path, "values-" + request.target().name() + ".yaml"));
        return problems.isEmpty()
                ? new Ready(path, values == null || !values.isFile() ? List.of() : List.of(values))
                : new Refused(problems);
    }

    private static ChartLayout remote(RenderRequest request, RemoteChart chart, Path tree) {
        RemoteValues values = RemoteValues.of(request.snapshot(), request.target(), chart);
        List<Problem> problems = new ArrayList<>(values.problems());
        if (!(request.contents().get(chart.wanted().address().key()) instanceof Content.Archive archive)) {
            return new Refused(List.of(request.missing(chart.wanted())));
        }
        if (problems.isEmpty()) {
            problems.addAll(InputTree.write(request.snapshot(), values.files(), tree));
        }
        String place = chart.wanted().address().text().replace("://", "/");
        if (problems.isEmpty()) {
            problems.addAll(ChartFolder.unpack(archive.bytes(), tree.resolve(place), place));
        }
        if (problems.isEmpty()) {
            FetchedChart.problem(
                            tree.resolve(place),
                            chart.wanted().address(),
                            chart.wanted().where())
                    .ifPresent(problems::add);
        }
        return problems.isEmpty() ? new Ready(place, values.files()) : new Refused(problems);
    }
}
