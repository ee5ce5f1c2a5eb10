package io.keelstream.cli.adopt.source;

/**
 * What a translation looks into.
 *
 * @param tree the files that may be deployed
 * @param objects the tools' objects
 * @param kustomizations those of the tree with the objects
 * @param sameTree whether their files are files of that tree
 * @param repositories which addresses mean that tree
 * @param cluster the cluster that objects mean when they name none; empty for the default one
 */
public record Sources(
        SourceTree tree,
        ToolObjects objects,
        Kustomizations kustomizations,
        boolean sameTree,
        Repositories repositories,
        String cluster) {}
