/** What a release says on its workload, as Kubernetes Events: {@code kubectl describe deployment} shows them. */
@NullMarked
package io.keelstream.applier.notice;

import org.jspecify.annotations.NullMarked;
