/** What is delivered to an installation: the chart, its alerts and dashboards, the images. */
@NullMarked
package io.keelstream.e2e.deploy;

import org.jspecify.annotations.NullMarked;
