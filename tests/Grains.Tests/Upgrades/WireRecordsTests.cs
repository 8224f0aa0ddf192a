using System.Globalization;
using System.Reflection;
using System.Text;

namespace MusicGen.Grains.Tests.Upgrades;

/// <summary>What silos of two versions say to each other while a cluster is upgraded. The calls themselves stand in <c>src/Grains/OrleansContracts.txt</c>, which the build compares.</summary>
public sealed class WireRecordsTests
{
    [Fact]
    public void WireRecords_AreThoseThatWereKept()
    {
        var text = new StringBuilder();
        foreach (var type in Records()) text.Append(CultureInfo.InvariantCulture, $"{Kept.AliasOf(type)}\n{string.Concat(MembersOf(type).Select(member => $"  {member}\n"))}");

        Kept.AssertSame("WireRecords.txt", text.ToString(), "Silos of the version before must read it: members may be added with a new number; a number never gets another member or type, and no alias or value of an enumeration changes.");
    }

    [Fact]
    public void WireRecords_HaveAnAliasOfTheirOwn()
    {
        Assert.All(Records(), type => Assert.StartsWith("musicgen.", Kept.AliasOf(type), StringComparison.Ordinal));
        Assert.Equal(Records().Count(), Records().Select(Kept.AliasOf).Distinct().Count());
    }

    private static IEnumerable<Type> Records() => Kept.Types()
        .Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null)
        .OrderBy(Kept.AliasOf, StringComparer.Ordinal);

    private static IEnumerable<string> MembersOf(Type type) => type.IsEnum
        ? Enum.GetNames(type).Select(name => $"{Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)} {name}")
        : type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(property => (property.GetCustomAttribute<IdAttribute>()?.Id, property))
            .Where(member => member.Id is not null)
            .OrderBy(member => member.Id)
            .Select(member => $"{member.Id} {member.property.Name}: {Kept.NameOf(member.property.PropertyType)}");
}
