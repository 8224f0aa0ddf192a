using System.Reflection;

namespace MusicGen.Contracts.Tests;

/// <summary>Instances of any contract: every member has a value that no other member of its type has.</summary>
internal sealed class Samples
{
    private int _count;

    /// <summary>The records and enumerations that cross a wire.</summary>
    public static IReadOnlyList<Type> Contracts { get; } =
        [.. typeof(Problem).Assembly.GetExportedTypes().Where(type => type.IsDefined(typeof(Orleans.GenerateSerializerAttribute)))];

    /// <summary>Constructible records: open generics are closed over a contract.</summary>
    public static IReadOnlyList<Type> Records { get; } =
    [
        .. Contracts.Where(type => !type.IsEnum)
            .Select(type => type.IsGenericTypeDefinition ? type.MakeGenericType(typeof(Problem)) : type),
    ];

    /// <param name="type">A record.</param>
    /// <param name="optionals">Whether optional parameters get a value of their own instead of their default.</param>
    public object Record(Type type, bool optionals)
    {
        var constructor = type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)!;
        var parameters = constructor.GetParameters();
        var values = parameters.Select(parameter =>
            optionals || !parameter.HasDefaultValue ? Value(parameter.ParameterType) : parameter.DefaultValue);
        var record = constructor.Invoke([.. values]);
        if (parameters.Length > 0 || !optionals) return record;

        foreach (var property in type.GetProperties().Where(property => property.CanWrite)) property.SetValue(record, Value(property.PropertyType));
        return record;
    }

    private object Value(Type type)
    {
        _count++;
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Value(underlying);
        if (type == typeof(string)) return $"text {_count}";
        if (type == typeof(int)) return _count;
        if (type == typeof(long)) return (1L << 40) + _count;
        if (type == typeof(double)) return _count + 0.1;
        if (type == typeof(bool)) return true;
        if (type == typeof(byte[])) return new byte[] { 0, 255, (byte)_count };
        if (type == typeof(DateTimeOffset)) return DateTimeOffset.UnixEpoch.AddTicks(12_345_678_901_234_567 + _count);
        if (type.IsEnum) return Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)) return Several(type.GetGenericArguments()[0]);
        if (Contracts.Contains(type)) return Record(type, optionals: true);
        throw new NotSupportedException($"No sample of {type}: say here how one is made.");
    }

    private Array Several(Type item)
    {
        var several = Array.CreateInstance(item, 2);
        for (var i = 0; i < several.Length; i++) several.SetValue(Value(item), i);
        return several;
    }
}
