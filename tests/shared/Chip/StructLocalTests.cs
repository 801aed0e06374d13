using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MeterFirmware.Tests.Chip;

/// <summary>
/// The interpreter makes every local that is a struct an object on the heap, at each call. A method of shared may run for every
/// telegram, so none has such a local.
/// </summary>
public class StructLocalTests
{
    [Fact]
    public void No_method_of_shared_keeps_a_struct_in_a_local()
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(typeof(Meter).Assembly.Location);

        IEnumerable<string> found =
            from type in module.GetTypes()
            from method in type.Methods
            where method.HasBody
            from local in method.Body.Variables
            where IsStruct(local)
            select $"{method.FullName}: {local.VariableType.FullName}";

        Assert.Empty(found);
    }

    private static bool IsStruct(VariableDefinition local)
    {
        TypeReference type = local.VariableType;
        return type.IsValueType && !type.IsPrimitive && !(type.Resolve()?.IsEnum ?? false);
    }
}
