@echo off & setlocal
rem Runs RingKV: servers (kv server, kv coordinator, kv node), the simulator (kv sim), and every other command as a client.
rem JAVA_HOME chooses the Java; KV_JAVA_OPTS adds options for the JVM, which win over those given here.
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
if %NUMBER_OF_PROCESSORS% LEQ 2 set "ALL=%ALL% -XX:+UseSerialGC -XX:FreqInlineSize=150 -XX:MaxInlineSize=20 -XX:InlineSmallCode=500"
rem A server gets what is behind its name, cut off by length: %2 and its like would break arguments at commas.
set "MAIN=" & set ARGS=%*
set "SERVER=-Xmx256m -XX:+ExitOnOutOfMemoryError"
if "%~1"=="server" set "MAIN=server.BothRolesCommand" & set "JVM=%SERVER%" & set ARGS=%ARGS:~6%
if "%~1"=="coordinator" set "MAIN=coordinator.server.CoordinatorCommand" & set "JVM=%SERVER% -XX:TieredStopAtLevel=1" & set ARGS=%ARGS:~11%
if "%~1"=="node" set "MAIN=node.server.NodeCommand" & set "JVM=%SERVER%" & set ARGS=%ARGS:~4%
if "%~1"=="sim" set "MAIN=simulation.SimCommand" & set "JVM=-Xmn1g" & set ARGS=%ARGS:~3%
if "%~1"=="check-history" set "MAIN=simulation.history.CheckHistoryCommand" & set "JVM=-Xmn1g" & set ARGS=%ARGS:~13%
if not defined MAIN goto client
"%JAVA%" %ALL% %JVM% %KV_JAVA_OPTS% io.ringkv.%MAIN% %ARGS%
exit /b %errorlevel%
:client
rem A class-data archive halves the start of a single command; Java 19 and later write it by themselves.
set "CACHE=%LOCALAPPDATA%\ringkv"
if not exist "%CACHE%" mkdir "%CACHE%" 2>nul
set "JVM=-Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -XX:+AutoCreateSharedArchive"
"%JAVA%" %ALL% %JVM% "-XX:SharedArchiveFile=%CACHE%\kv.jsa" "-Dkv.command=%~f0" %KV_JAVA_OPTS% io.ringkv.client.command.Kv %*
exit /b %errorlevel%
