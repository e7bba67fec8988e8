@echo off
rem Runs one kv command, or one of the servers.
setlocal
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
set "LIB=%~dp0..\distribution\target\lib"
if not exist "%LIB%" (
    echo kv: RingKV is not built; run mvnw.cmd -DskipTests package 1>&2
    exit /b 1
)
set "MAIN=io.ringkv.client.command.Kv"
if "%~1"=="coordinator" set "MAIN=io.ringkv.coordinator.server.CoordinatorCommand"
if "%~1"=="node" set "MAIN=io.ringkv.node.server.NodeCommand"
if "%~1"=="sim" set "MAIN=io.ringkv.simulation.SimCommand"
rem With the class path in a variable, quotes and spaces in arguments survive.
set "CLASSPATH=%LIB%\*"
if not "%MAIN%"=="io.ringkv.client.command.Kv" goto server
"%JAVA%" -XX:TieredStopAtLevel=1 -Xshare:auto --enable-native-access=ALL-UNNAMED %MAIN% %*
exit /b %errorlevel%
:server
set "ARGS="
:next
shift
if "%~1"=="" goto run
set ARGS=%ARGS% %1
goto next
:run
"%JAVA%" --enable-native-access=ALL-UNNAMED %MAIN% %ARGS%
exit /b %errorlevel%
