/** A repository of a whole company, of which one folder is deployed: what git-watcher needs to read it. */
@NullMarked
package io.keelstream.benchmarks.monorepo;

import org.jspecify.annotations.NullMarked;
