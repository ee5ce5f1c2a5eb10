/** What {@code adopt} reads: a folder's files, the objects of other tools in them, and their fields. Pure but for {@link SourceFolder}. */
@NullMarked
package io.keelstream.cli.adopt.source;

import org.jspecify.annotations.NullMarked;
