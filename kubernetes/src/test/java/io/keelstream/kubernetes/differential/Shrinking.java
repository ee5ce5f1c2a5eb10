package io.keelstream.kubernetes.differential;

import io.keelstream.kubernetes.object.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a sequence that differs as small as it gets: leaves out steps, then fields and items of what the steps write, as
 * long as what is left still differs. For one use by one thread.
 */
final class Shrinking {

    private static final int MOST_RUNS = 150;

    private final Function<List<Step>, @Nullable String> run;
    private List<Step> smallest;
    private String difference = "not seen again";
    private int runs;

    /** @param run how a sequence differs; null where it does not */
    Shrinking(List<Step> steps, Function<List<Step>, @Nullable String> run) {
        this.smallest = steps;
        this.run = run;
    }

    /** The difference that is left, and the steps that it takes. */
    String shrink() {
        for (int i = smallest.size() - 1; i >= 0; i--) {
            List<Step> fewer = new ArrayList<>(smallest);
            fewer.remove(i);
            keepIfDifferent(fewer);
        }
        for (int i = 0; i < smallest.size(); i++) {
            shrinkStep(i);
        }
        StringBuilder text = new StringBuilder(difference).append("\nsteps:\n");
        smallest.forEach(step -> text.append("  ").append(step).append('\n'));
        return text.toString();
    }

    /** Leaves out one place after the other; what is deeper goes with what is above, so the top goes first. */
    private void shrinkStep(int index) {
        int place = 0;
        while (runs < MOST_RUNS) {
            Map<String, @Nullable Object> tree =
                    Manifest.map(Manifest.copyOf(smallest.get(index).tree()));
            if (!new Cut(place).from(tree)) {
                return;
            }
            List<Step> less = new ArrayList<>(smallest);
            less.set(index, smallest.get(index).with(tree));
            if (!keepIfDifferent(less)) {
                place++;
            }
        }
    }

    private boolean keepIfDifferent(List<Step> steps) {
        runs++;
        String found = steps.isEmpty() ? null : run.apply(steps);
        if (found != null) {
            smallest = steps;
            difference = found;
        }
        return found != null;
    }

    /** Cuts one place, by its number in document order, out of a tree. */
    private static final class Cut {

        private int left;

        Cut(int place) {
            this.left = place;
        }

        boolean from(@Nullable Object tree) {
            if (tree instanceof Map) {
                Map<String, @Nullable Object> map = Manifest.map(tree);
                for (String key : List.copyOf(map.keySet())) {
                    boolean identity = key.equals("apiVersion") || key.equals("kind");
                    if (!identity && left-- == 0) {
                        map.remove(key);
                        return true;
                    }
                    if (from(map.get(key))) {
                        return true;
                    }
                }
            }
            if (tree instanceof List) {
                List<@Nullable Object> items = Manifest.list(tree);
                for (int i = 0; i < items.size(); i++) {
                    if (left-- == 0) {
                        items.remove(i);
                        return true;
                    }
                    if (from(items.get(i))) {
                        return true;
                    }
                }
            }
            return false;
        }
    }
}
