using Mono.Cecil;

namespace MeterFirmware.Benchmarks.Instructions;

/// <summary>Instructions of a method that are always executed one after another, all or none.</summary>
/// <param name="Type">The type that the method belongs to.</param>
/// <param name="Instructions">How many instructions.</param>
/// <param name="Calls">Calls of the project's own methods among them.</param>
/// <param name="PlatformCalls">Calls of the platform's methods among them, by name.</param>
/// <param name="Objects">What makes an object among them: types, and literals.</param>
internal sealed record Block(TypeDefinition Type, int Instructions, int Calls, string[] PlatformCalls, string[] Objects);
