/** What every command and every server says to words that it cannot take: run in this process, nothing is started. */
package io.ringkv.badinput;
