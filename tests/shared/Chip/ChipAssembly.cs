using Mono.Cecil;

namespace MeterFirmware.Tests.Chip;

/// <summary>Opens an assembly so that what it refers to in the base library can be looked up too.</summary>
internal static class ChipAssembly
{
    public static string SharedPath => typeof(MeterFirmware.Readings.Reading).Assembly.Location;

    public static ModuleDefinition Read(string path)
    {
        DefaultAssemblyResolver resolver = new();
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location)!);
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        return ModuleDefinition.ReadModule(path, new ReaderParameters { AssemblyResolver = resolver });
    }
}
