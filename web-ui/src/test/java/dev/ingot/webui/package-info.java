@NullMarked
package dev.ingot.webui;

import org.jspecify.annotations.NullMarked;
