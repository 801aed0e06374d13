using System.Globalization;
using BenchmarkDotNet.Running;
using MeterFirmware.Benchmarks.Forecast;
using MeterFirmware.Benchmarks.Instructions;
using MeterFirmware.Benchmarks.Workload;

switch (args)
{
    case ["instructions"]:
        InstructionReport.Print();
        return 0;

    case ["forecast", ..]:
        return ForecastCommand.Run(args[1..]);

    // For measuring readers in other languages on the same telegrams.
    case ["telegrams", string size, string path]:
        TelegramSize kind = (TelegramSize)int.Parse(size, CultureInfo.InvariantCulture);
        File.WriteAllBytes(path, [.. EveningTelegrams.Compose(kind, 256).SelectMany(telegram => telegram)]);
        return 0;

    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args);
        return 0;
}
