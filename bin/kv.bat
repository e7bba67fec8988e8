@echo off
rem Runs RingKV: servers (kv coordinator, kv node), the simulator (kv sim), and every other command as a client.
rem JAVA_HOME chooses the Java; KV_JAVA_OPTS adds options for the JVM, which win over those given here.
setlocal

for %%D in ("%~dp0..") do set "ROOT=%%~fD"
set "LIB=%ROOT%\distribution\target\lib"
if exist "%ROOT%\lib" set "LIB=%ROOT%\lib"
if not exist "%LIB%\ringkv-*.jar" (
    echo kv: there are no jars in "%LIB%"; build them: mvnw.cmd -DskipTests package 1>&2
    exit /b 1
)

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
if defined JAVA_HOME if not exist "%JAVA%" (
    echo kv: JAVA_HOME is "%JAVA_HOME%", which has no bin\java.exe; set it to a Java 17 or later, or unset it 1>&2
    exit /b 1
)

rem With the class path in a variable, quotes and spaces in arguments survive. What an older Java does not know of these
rem options it passes over; its own warnings are no output of a command.
set "CLASSPATH=%LIB%\*"
set "ALL=-XX:+IgnoreUnrecognizedVMOptions --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
set "ALL=%ALL% -Xlog:disable -Xlog:all=error:stderr -Xlog:cds=off:stderr"

if "%~1"=="coordinator" (
    set "MAIN=io.ringkv.coordinator.server.CoordinatorCommand"
    set "JVM=-Xmx256m -XX:+ExitOnOutOfMemoryError -XX:TieredStopAtLevel=1"
    goto server
)
if "%~1"=="node" (
    set "MAIN=io.ringkv.node.server.NodeCommand"
    set "JVM=-Xmx256m -XX:+ExitOnOutOfMemoryError"
    goto server
)
if "%~1"=="sim" (
    set "MAIN=io.ringkv.simulation.SimCommand"
    set "JVM="
    goto others
)

rem A class-data archive halves the start of a single command; Java 19 and later write it by themselves.
set "CACHE=%LOCALAPPDATA%\ringkv"
if not exist "%CACHE%" mkdir "%CACHE%" 2>nul
set "JVM=-Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -XX:+AutoCreateSharedArchive"
"%JAVA%" %ALL% %JVM% "-XX:SharedArchiveFile=%CACHE%\kv.jsa" %KV_JAVA_OPTS% io.ringkv.client.command.Kv %*
exit /b %errorlevel%

:server
if %NUMBER_OF_PROCESSORS% LEQ 2 set "JVM=%JVM% -XX:+UseSerialGC"

:others
rem Everything behind the first word, as it was typed: %1 and its like would cut at commas.
set ARGS=
for /f "tokens=1,*" %%A in ("%*") do set ARGS=%%B
"%JAVA%" %ALL% %JVM% %KV_JAVA_OPTS% %MAIN% %ARGS%
exit /b %errorlevel%
