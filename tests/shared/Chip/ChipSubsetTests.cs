using Mono.Cecil;

namespace MeterFirmware.Tests.Chip;

/// <summary>The shared sources also run on the chip, where much of C# and of the base library is missing.</summary>
public class ChipSubsetTests
{
    private static readonly string ListPath = Repository.File("tests", "shared", "Chip", "members-in-use.txt");

    [Fact]
    public void Shared_uses_nothing_that_the_chip_refuses()
    {
        Assert.Empty(ChipSubset.OfAssembly(ChipAssembly.SharedPath).Violations);
    }

    [Fact]
    public void The_list_of_members_in_use_is_up_to_date()
    {
        MembersInUse.Compare(ChipSubset.OfAssembly(ChipAssembly.SharedPath).Members, ListPath);
    }

    [ReferenceFact]
    public void Every_member_in_use_is_on_the_chip()
    {
        Assert.Empty(MembersInUse.NotOnTheChip(File.ReadAllLines(ListPath)));
    }

    [Theory]
    [InlineData(typeof(Refused.UsesList), "uses generic System.Collections.Generic.List`1")]
    [InlineData(typeof(Refused.UsesListInside), "uses generic System.Collections.Generic.List`1")]
    [InlineData(typeof(Refused.UsesNullable), "uses generic System.Nullable`1")]
    [InlineData(typeof(Refused.UsesTuple), "uses generic System.ValueTuple`2")]
    [InlineData(typeof(Refused.UsesFunc), "uses generic System.Func`1")]
    [InlineData(typeof(Refused.UsesActionOfInt), "uses generic System.Action`1")]
    [InlineData(typeof(Refused.UsesSpan), "uses generic System.Span`1")]
    [InlineData(typeof(Refused.UsesEmptyArray), "calls generic !!0[] System.Array::Empty")]
    [InlineData(typeof(Refused.Generic<>), "is generic")]
    [InlineData(typeof(Refused.HasGenericMethod), "is generic")]
    [InlineData(typeof(Refused.UsesDouble), "uses floating point")]
    [InlineData(typeof(Refused.UsesFloatField), "uses floating point")]
    [InlineData(typeof(Refused.ComputesInFloatingPoint), "computes with floating point: conv.r8")]
    [InlineData(typeof(Refused.UsesDecimal), "uses decimal")]
    [InlineData(typeof(Refused.UsesMatrix), "uses a multidimensional array: System.Int32[0...,0...]")]
    [InlineData(typeof(Refused.IHasDefaultMethod), "is a default interface method")]
    [InlineData(typeof(Refused.IHasStaticAbstract), "is a static member of an interface")]
    [InlineData(typeof(Refused.UsesStackalloc), "uses stackalloc")]
    [InlineData(typeof(Refused.IsAsync), "is async or an iterator")]
    [InlineData(typeof(Refused.Iterates), "is async or an iterator")]
    [InlineData(typeof(Refused.IsVolatile), "is volatile")]
    [InlineData(typeof(Refused.HasInit), "has an init accessor")]
    [InlineData(typeof(Refused.IsChecked), "relies on checked arithmetic: add.ovf")]
    [InlineData(typeof(Refused.IsRecord), "uses generic System.IEquatable`1")]
    [InlineData(typeof(Refused.InterpolatesNumber), "calls generic System.Void System.Runtime.CompilerServices.DefaultInterpolatedStringHandler::AppendFormatted")]
    [InlineData(typeof(Refused.ConcatenatesChar), "uses generic System.ReadOnlySpan`1")]
    public void The_checker_refuses(Type bad, string reason)
    {
        Assert.Contains(Check(bad).Violations, violation => violation.Contains(" " + reason, StringComparison.Ordinal));
    }

    [Fact]
    public void The_checker_refuses_pointers_and_function_pointers()
    {
        // This project does not compile unsafe code, so the types are put together here.
        using ModuleDefinition module = ModuleDefinition.CreateModule("unsafe", ModuleKind.Dll);
        TypeDefinition type = new("", "Unsafe", TypeAttributes.Class, module.TypeSystem.Object);
        type.Fields.Add(new FieldDefinition("Pointer", FieldAttributes.Public, new PointerType(module.TypeSystem.Byte)));
        type.Fields.Add(new FieldDefinition(
            "Function", FieldAttributes.Public, new FunctionPointerType { ReturnType = module.TypeSystem.Void }));
        module.Types.Add(type);

        Assert.Equal(2, ChipSubset.OfType(type).Violations.Count(violation => violation.Contains(" uses a pointer: ", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_checker_lets_pass_what_the_chip_can()
    {
        ChipSubset subset = Check(typeof(Refused.AllowedOnTheChip));
        Assert.Empty(subset.Violations);
        Assert.Contains("System.Int32.TryParse(System.String, ref System.Int32) : static System.Boolean", subset.Members);
        Assert.Contains("System.Object.ToString() : System.String", subset.Members);
        Assert.Contains("System.IDisposable : interface", subset.Members);
        Assert.Contains("System.Exception..ctor(System.String) : System.Void", subset.Members);
        Assert.Contains("System.String.get_Length() : System.Int32", subset.Members);
        Assert.Contains("System.String.Empty : System.String", subset.Members);
        Assert.DoesNotContain(subset.Members, member => member.Contains("Interlocked", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(typeof(Refused.UsesDesktopMembers), "System.String.IsNullOrWhiteSpace(System.String) : static System.Boolean")]
    [InlineData(typeof(Refused.UsesDesktopMembers), "System.DateTime.get_Now() : static System.DateTime")]
    [InlineData(typeof(Refused.UsesDesktopMembers), "System.FlagsAttribute..ctor() : System.Void")]
    [InlineData(typeof(Refused.OverridesDesktopMember), "System.IO.TextWriter.WriteLine(System.String) : System.Void")]
    public void The_checker_lists_members_that_the_chip_may_lack(Type user, string member)
    {
        Assert.Contains(member, Check(user).Members);
    }

    private static ChipSubset Check(Type type)
    {
        using ModuleDefinition module = ChipAssembly.Read(type.Assembly.Location);
        return ChipSubset.OfType(module.GetType(type.FullName));
    }
}
