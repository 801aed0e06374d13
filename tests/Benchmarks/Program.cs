using BenchmarkDotNet.Running;
using MeterFirmware.Benchmarks.Instructions;

if (args is ["instructions", ..])
{
    InstructionReport.Print();
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args);
