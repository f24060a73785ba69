/** Reading and writing of small files and TOML in directories that foreign code could write to. */
@NullMarked
package dev.ingot.stager.files;

import org.jspecify.annotations.NullMarked;
