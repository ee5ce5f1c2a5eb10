package io.keelstream.kubernetes.client;

import io.keelstream.kubernetes.object.Manifest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what it hears: {@code listed 7 [a, b]}, {@code changed a}, {@code deleted a}, {@code refused Forbidden}. */
class RecordingListener implements WatchListener {

    final List<String> heard = new CopyOnWriteArrayList<>();
    final List<Manifest> objects = new CopyOnWriteArrayList<>();

    @Override
    public void listed(List<Manifest> all, String resourceVersion) {
        heard.add("listed " + resourceVersion + " "
                + all.stream().map(Manifest::name).toList());
        objects.addAll(all);
    }

    @Override
    public void changed(Manifest object) {
        heard.add("changed " + object.name());
        objects.add(object);
    }

    @Override
    public void deleted(Manifest object) {
        heard.add("deleted " + object.name());
    }

    @Override
    public void refused(ApiError error) {
        heard.add("refused " + error.reason());
    }
}
