/** The analyses of the partitions that this process owns: reads what is asked, looks at the source in time, writes what follows. */
@NullMarked
package io.keelstream.canary.analysis;

import org.jspecify.annotations.NullMarked;
