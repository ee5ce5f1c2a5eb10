package io.keelstream.kubernetes.policy.rule;

import io.keelstream.kubernetes.object.PodTemplate;
import io.keelstream.kubernetes.object.PodTemplate.Container;
import io.keelstream.kubernetes.policy.Asked;
import io.keelstream.kubernetes.policy.Rule;
import io.keelstream.kubernetes.policy.Violation;
import java.util.ArrayList;
import java.util.List;

/**
 * Each image has a digest, or a tag other than {@code latest}. Otherwise what runs changes without a commit, and a rollback brings
 * nothing back. The form of the name is that of <a href="https://pkg.go.dev/github.com/distribution/reference">references to
 * images</a>: {@code [host[:port]/]path[:tag][@digest]}.
 */
record ImageTag() implements Rule {

    @Override
    public String name() {
        return "image-tag";
    }

    @Override
    public List<Violation> of(Asked object) {
        PodTemplate pods = object.pods();
        if (pods == null) {
            return List.of();
        }
        List<String> facts = new ArrayList<>();
        for (Container container : pods.allContainers()) {
            String image = container.image();
            if (!image.isEmpty() && !image.contains("@")) {
                String tag = tag(image);
                if (tag.isEmpty()) {
                    facts.add("image " + image + " of container " + container.name() + " has no tag");
                } else if (tag.equals("latest")) {
                    facts.add("image " + image + " of container " + container.name() + " has the tag latest");
                }
            }
        }
        return object.breaking(this, facts, "name a version or a digest");
    }

    private static String tag(String image) {
        String last = image.substring(image.lastIndexOf('/') + 1);
        int colon = last.indexOf(':');
        return colon < 0 ? "" : last.substring(colon + 1);
    }
}
