using System.Text.Json;

namespace MusicGen.Contracts.Tests;

public sealed class RoundTripTests
{
    public static TheoryData<Type, bool> Records { get; } = [.. Samples.Records.SelectMany(type => new[] { (type, true), (type, false) })];

    [Theory]
    [MemberData(nameof(Records))]
    public void Serialize_AnyRecord_ComesBackEqual(Type type, bool optionals)
    {
        var record = new Samples().Record(type, optionals);

        var json = JsonSerializer.Serialize(record, type, ContractJson.Options);
        var copy = JsonSerializer.Deserialize(json, type, ContractJson.Options);

        Assert.Equivalent(record, copy, strict: true);
        Assert.Equal(json, JsonSerializer.Serialize(copy, type, ContractJson.Options));
    }
}
