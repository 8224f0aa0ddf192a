using System.Diagnostics.CodeAnalysis;

namespace MusicGen.Contracts;

/// <summary>What was asked for, or the problem that stands in its way.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="Value">Set when there is no problem.</param>
/// <param name="Problem">Set when there is no value.</param>
[GenerateSerializer, Immutable, Alias("musicgen.Answer`1")]
public sealed record Answer<T>([property: Id(0)] T? Value, [property: Id(1)] Problem? Problem)
    where T : class
{
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool Succeeded => Problem is null && Value is not null;

    public static implicit operator Answer<T>(T value) => new(value, null);

    public static implicit operator Answer<T>(Problem problem) => new(null, problem);
}
