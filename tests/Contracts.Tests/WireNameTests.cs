using System.Reflection;
using Orleans;

namespace MusicGen.Contracts.Tests;

/// <summary>What keeps silos of two versions able to talk: names and numbers that do not depend on the code's own.</summary>
public sealed class WireNameTests
{
    public static TheoryData<Type> Contracts { get; } = [.. Samples.Contracts];

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Alias_OfAnyContract_StartsWithTheProduct(Type type)
    {
        var alias = type.GetCustomAttribute<AliasAttribute>();

        Assert.NotNull(alias);
        Assert.Matches("^musicgen[.][A-Z][A-Za-z0-9]+(`[0-9])?$", alias.Alias);
    }

    [Fact]
    public void Alias_OfTwoContracts_Differs()
    {
        Assert.NotEmpty(Samples.Contracts);
        Assert.Distinct(Samples.Contracts.Select(type => type.GetCustomAttribute<AliasAttribute>()!.Alias));
    }

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Id_OfTheMembersOfAContract_CountsFromZeroWithoutGap(Type type)
    {
        var stored = type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(property => property.CanWrite).ToList();

        Assert.All(stored, property => Assert.True(property.IsDefined(typeof(IdAttribute)), $"{type.Name}.{property.Name} has no Id."));
        var ids = stored.Select(property => property.GetCustomAttribute<IdAttribute>()!.Id);
        Assert.Equal(Enumerable.Range(0, stored.Count).Select(id => (uint)id), ids.Order());
    }

    [Fact]
    public void GenerateSerializer_OnEveryContract_IsThere()
    {
        // They hold only static members.
        Type[] local = [typeof(ContractJson), typeof(MusicGen.Contracts.Accounts.OwnerName), typeof(EventTypes), typeof(MusicGen.Contracts.Corpora.UploadLimits), typeof(MusicGen.Contracts.Training.Presets), typeof(MusicGen.Contracts.Training.PoolName), typeof(MusicGen.Contracts.Training.SampleFiles), typeof(MusicGen.Contracts.Datasets.TokenizerKinds)];

        var exported = typeof(Problem).Assembly.GetExportedTypes().Where(type => type.Namespace!.StartsWith("MusicGen.", StringComparison.Ordinal));

        Assert.Equal(local.ToHashSet(), exported.Except(Samples.Contracts).ToHashSet());
    }
}
