/** From assessments to reports: which drift is new, changed or over, and what is contested. Pure. */
@NullMarked
package io.keelstream.drift.report;

import org.jspecify.annotations.NullMarked;
