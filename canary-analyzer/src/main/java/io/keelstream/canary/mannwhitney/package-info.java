/**
 * The second judge, for teams that come from Kayenta: the Mann-Whitney test of minute averages, metric by metric, summed up
 * to a score. It assumes independent values and a horizon fixed beforehand, which metrics seldom grant.
 */
@NullMarked
package io.keelstream.canary.mannwhitney;

import org.jspecify.annotations.NullMarked;
