using System.Reflection;
using Microsoft.Extensions.Options;

namespace MusicGen.Silo.Hosting;

/// <summary>Reads the sections of the settings, and keeps what is wrong with any until all were read: whoever starts the service hears everything at once.</summary>
internal sealed class SettingsReader(IConfiguration configuration, IServiceCollection services)
{
    private readonly List<string> _faults = [];

    /// <summary>Reads a section and gives it to the services as <see cref="IOptions{T}"/>.</summary>
    /// <param name="section">Its name.</param>
    /// <param name="faultsOf">Every fault of what was read.</param>
    public T Read<T>(string section, Func<T, IEnumerable<string>> faultsOf)
        where T : class, new()
    {
        var read = Bind<T>(section);
        _faults.AddRange(faultsOf(read));
        services.AddSingleton(Options.Create(read));
        return read;
    }

    /// <summary>Adds what is wrong with several sections together.</summary>
    public void Add(IEnumerable<string> faults) => _faults.AddRange(faults);

    /// <exception cref="StartupException">Something was wrong; a line each.</exception>
    public void ThrowIfFaulty()
    {
        if (_faults.Count > 0) throw new StartupException(string.Join(Environment.NewLine, _faults));
    }

    private T Bind<T>(string section)
        where T : class, new()
    {
        var settings = configuration.GetSection(section);
        _faults.AddRange(Strangers(settings, typeof(T)));
        try
        {
            return settings.Get<T>() ?? new T();
        }
        catch (InvalidOperationException e)
        {
            _faults.Add(e.Message);
            return new T();
        }
    }

    /// <summary>Settings that nobody reads, by a mistake in their names, or lists where one value is meant: the binder passes over both.</summary>
    private static IEnumerable<string> Strangers(IConfigurationSection section, Type read)
    {
        foreach (var setting in section.GetChildren())
        {
            if (read.GetProperty(setting.Key, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase) is not { } known) yield return $"{setting.Path} is no setting.";
            // A section of its own.
            else if (known.PropertyType.Assembly == read.Assembly && known.PropertyType.IsClass)
            {
                foreach (var stranger in Strangers(setting, known.PropertyType)) yield return stranger;
            }
            else if (IsOneValue(known.PropertyType) && setting.Value is null && setting.GetChildren().Any()) yield return $"{setting.Path} is one value, not a list.";
        }
    }

    private static bool IsOneValue(Type type) => type == typeof(string) || !type.IsAssignableTo(typeof(System.Collections.IEnumerable));
}
