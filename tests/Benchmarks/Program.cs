using MeterFirmware.Benchmarks.Forecast;

if (args is ["forecast", ..])
{
    return ForecastCommand.Run(args[1..]);
}

Console.Error.WriteLine("Use: forecast [--plot FILE]");
return 2;
