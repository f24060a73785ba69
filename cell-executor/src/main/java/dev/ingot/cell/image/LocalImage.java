package dev.ingot.cell.image;

import dev.ingot.oci.image.ImageConfig;
import java.nio.file.Path;
import java.util.List;

/**
 * An image whose layers are all unpacked on this cell.
 *
 * @param keys names of its layers in the store, topmost first
 * @param layers their directories, topmost first
 */
public record LocalImage(ImageConfig config, List<String> keys, List<Path> layers) {}
