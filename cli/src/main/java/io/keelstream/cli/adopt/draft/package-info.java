/** What is deployed, said independently of tools and files, and what could not be said. Pure. */
@NullMarked
package io.keelstream.cli.adopt.draft;

import org.jspecify.annotations.NullMarked;
