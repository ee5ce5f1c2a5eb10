/**
 * What the canary gate would have said on recorded metrics: reads a configuration and observations from files, replays
 * them through the judge, and writes the verdicts. An edge: it knows files and formats, the judge does not.
 */
@NullMarked
package io.keelstream.canary.offline;

import org.jspecify.annotations.NullMarked;
