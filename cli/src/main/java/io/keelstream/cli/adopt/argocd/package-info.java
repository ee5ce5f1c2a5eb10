/** Applications and ApplicationSets of Argo CD as drafts. Pure. */
@NullMarked
package io.keelstream.cli.adopt.argocd;

import org.jspecify.annotations.NullMarked;
